/** The body of a request or response: on its way as a stream until a policy wants to read it, then in memory. */
import type { Readable } from 'node:stream';
import type { BodyView } from '../expressions/context.ts';
import { EvaluationError } from '../expressions/problem.ts';

/** A streamed body can be sent only once. */
export class BodyAlreadySent extends Error {
  constructor() {
    super(
      'The request body has been sent already; to send it again (retry), set buffer-request-body="true" on forward-request',
    );
  }
}

/** A body is larger than what is kept in memory. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`The body is larger than the ${limit} bytes that are kept in memory`);
    this.limit = limit;
  }
}

export class Body implements BodyView {
  #stream: Readable | undefined;
  #bytes: Buffer | undefined;
  readonly #limit: number;
  #sent = false;

  private constructor(stream: Readable | undefined, bytes: Buffer | undefined, limit: number) {
    this.#stream = stream;
    this.#bytes = bytes;
    this.#limit = limit;
  }

  static of(content: string | Uint8Array): Body {
    return new Body(undefined, Buffer.from(content), Number.POSITIVE_INFINITY);
  }

  /** At most `limit` bytes of the stream are ever kept in memory. */
  static streaming(stream: Readable, limit: number): Body {
    return new Body(stream, undefined, limit);
  }

  /** The bytes, if they are in memory. */
  get bytes(): Buffer | undefined {
    return this.#bytes;
  }

  /** Reads the stream into memory, once. Throws BodyTooLarge. */
  async buffer(limit = this.#limit): Promise<void> {
    const stream = this.#stream;
    if (!stream) return;
    const chunks: Buffer[] = [];
    let length = 0;
    // Destroying a request's stream would destroy its socket, and the refusal could not be sent.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) {
        // What still comes is let go, so that the connection can be used again.
        stream.resume();
        throw new BodyTooLarge(limit);
      }
      chunks.push(chunk);
    }
    this.#stream = undefined;
    this.#bytes = Buffer.concat(chunks);
  }

  /** For expressions. Without `preserveContent` the body is gone afterwards, as in Azure. */
  read(preserveContent: boolean): Uint8Array {
    if (!this.#bytes)
      throw new EvaluationError('The body has been read before; read it with As<…>(preserveContent: true).');
    const bytes = this.#bytes;
    if (!preserveContent) this.#bytes = undefined;
    return bytes;
  }

  /** What is sent on: bytes any number of times, a stream once. Throws BodyAlreadySent. */
  forSending(): Buffer | Readable | undefined {
    if (this.#bytes) return this.#bytes;
    if (this.#sent) throw new BodyAlreadySent();
    const stream = this.#stream;
    this.#sent = stream !== undefined;
    this.#stream = undefined;
    return stream;
  }

  /** Drops a stream that nobody will read, so that its connection is free again. */
  discard(): void {
    this.#stream?.destroy();
    this.#stream = undefined;
  }
}
