/** The HTTP edge of an app: a handler states what it takes; the edge checks token, role, parameters and body, and renders what it answers. */
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import * as z from 'zod';
import type { Context } from '../contracts/events.ts';
import type { Documents } from '../documents/documents.ts';
import type { Caller } from '../identity/caller.ts';
import type { TokenVerifier } from '../identity/verifier.ts';
import { isAway } from '../lifecycle/away.ts';
import { traceparentOf } from '../telemetry/trace.ts';
import { type Access, authorize } from './authorize.ts';
import { type Answer, answerOnce } from './idempotency.ts';
import {
  type CommonProblem,
  commonProblems,
  type Failure,
  fail,
  isFailure,
  type ProblemTable,
  renderProblem,
} from './problems.ts';
import type { Reply } from './reply.ts';
import { type Parts, parseParts, type RawBody, readIdempotencyKey } from './request.ts';

/** What every app's dependencies hold for its edge. */
export interface EdgeDependencies {
  verifyToken: TokenVerifier;
  /** Where the answers to idempotent commands are kept; needed by apps with routes that say `idempotent`. */
  answers?: Documents<Answer>;
}

const anything = z.object({});
type Anything = typeof anything;

/** What a route takes and answers. Parameters and query are text; the body is JSON. */
export interface Spec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answered extends z.ZodType = z.ZodType,
> {
  params?: Params;
  query?: Query;
  body?: Body;
  /** The body is not JSON but bytes, which the call then holds; instead of `body`. */
  rawBody?: RawBody;
  /** `caller` when not said. */
  access?: Access;
  /** The body of the good answer, when it is JSON: the compiler holds the handler to it, and the API's description tells it. */
  answer?: Answered;
  /** The command needs an `Idempotency-Key` and takes effect once. */
  idempotent?: boolean;
  /**
   * What makes two bodies the same command, when that is not all of the body. A digest is kept of it, and the digest of a card
   * number could be guessed: what must not be kept must not be in it.
   */
  fingerprint?: (body: z.output<Body>) => unknown;
}

/** A handler that tells what it takes and what it can refuse, for whoever describes or proves the API. */
export type RouteHandler = HttpHandler & {
  spec: Omit<Spec<z.ZodType, z.ZodType, z.ZodType>, 'fingerprint'>;
  /** Every problem that it can answer with, by code. */
  problems: ProblemTable;
};

/** One call, parsed. */
export interface Call<Params, Query, Body> extends Parts<Params, Query, Body> {
  caller: Caller;
  /** The `Idempotency-Key`, on routes that need one. */
  idempotencyKey: string;
  /** The etag of `If-Match`, without quotes. */
  ifMatch?: string;
  /** The etag of `If-None-Match`, likewise: what the client has already. */
  ifNoneMatch?: string;
  /** The `Last-Event-ID` of a client that comes back to a stream of events, as it was sent. */
  lastEventId?: string;
  traceparent?: string;
  context: InvocationContext;
}

interface App<Dependencies, Problems extends ProblemTable> {
  /** The context's name is the scope that tokens must have been issued for. */
  context: Context;
  problems: Problems;
  dependencies: () => Promise<Dependencies & EdgeDependencies>;
}

/** A good answer in the form in which the Functions runtime takes it. */
export const render = ({ status, body, headers }: Reply): HttpResponseInit => {
  if (body === undefined) return { status, headers: { ...headers } };
  if (body instanceof Uint8Array || body instanceof ReadableStream) return { status, headers: { ...headers }, body };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
};

/** An etag without its quotes. */
const etagIn = (request: HttpRequest, header: string): string | undefined =>
  request.headers.get(header)?.replace(/^W\/|"/g, '');

/** What a request carries besides its schemas' parts. */
const circumstances = (request: HttpRequest, context: InvocationContext) => {
  const ifMatch = etagIn(request, 'if-match');
  const ifNoneMatch = etagIn(request, 'if-none-match');
  const lastEventId = request.headers.get('last-event-id') ?? undefined;
  const traceparent = traceparentOf(context);
  return {
    context,
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
    ...(lastEventId !== undefined && { lastEventId }),
    ...(traceparent !== undefined && { traceparent }),
  };
};

/** What two requests with one `Idempotency-Key` must have in common. */
const fingerprintOf = <P, Q, B>({ params, body, bytes }: Parts<P, Q, B>, fingerprint: (body: B) => unknown) =>
  bytes.length === 0 ? [params, fingerprint(body)] : [params, bytes.toString('base64')];

/** The route builder of one app. */
export const createRoutes = <Dependencies, Problems extends ProblemTable>(app: App<Dependencies, Problems>) => {
  type Code = Extract<keyof Problems, string> | CommonProblem;
  const table: ProblemTable = { ...commonProblems, ...app.problems };

  return <
    P extends z.ZodType = Anything,
    Q extends z.ZodType = Anything,
    B extends z.ZodType = Anything,
    A extends z.ZodType = z.ZodType,
  >(
    spec: Spec<P, Q, B, A>,
    handle: (
      call: Call<z.output<P>, z.output<Q>, z.output<B>>,
      dependencies: Dependencies,
    ) => Promise<Reply<z.input<A>> | Failure<Code>>,
  ): RouteHandler => {
    const answer = async (request: HttpRequest, context: InvocationContext): Promise<Reply | Failure> => {
      const dependencies = await app.dependencies().catch((error: unknown) => {
        context.error(`The app cannot open what it works with: ${String(error)}`);
        return undefined;
      });
      if (!dependencies) return fail('temporarily-unavailable');
      const caller = await authorize(request, dependencies.verifyToken, {
        access: spec.access ?? 'caller',
        scope: app.context,
        context,
      });
      if (isFailure(caller)) return caller;
      const key = spec.idempotent ? readIdempotencyKey(request) : { value: '' };
      if (isFailure(key)) return key;
      const parts = await parseParts(request, {
        params: spec.params ?? anything,
        query: spec.query ?? anything,
        body: spec.body ?? anything,
        rawBody: spec.rawBody,
      });
      if (isFailure(parts)) return parts;

      const call = {
        ...(parts as Parts<z.output<P>, z.output<Q>, z.output<B>>),
        caller,
        idempotencyKey: key.value,
        ...circumstances(request, context),
      };
      const run = () => handle(call, dependencies);
      if (!spec.idempotent) return run();
      if (!dependencies.answers)
        throw new Error(`${context.functionName} is idempotent, but its app keeps no answers.`);
      return answerOnce(
        dependencies.answers,
        {
          id: [caller.id, context.functionName, key.value],
          body: fingerprintOf(call, spec.fingerprint ?? ((body) => body)),
        },
        run,
      );
    };

    const handler: HttpHandler = async (request, context) => {
      try {
        const answered = await answer(request, context);
        return isFailure(answered) ? renderProblem(answered, table, context.invocationId) : render(answered);
      } catch (error) {
        const away = isAway(error);
        if (away) context.error(`What this needs is away: ${String(error)}`);
        else context.error(error instanceof Error ? error.stack : error);
        return renderProblem(fail(away ? 'temporarily-unavailable' : 'internal-error'), table, context.invocationId);
      }
    };
    return Object.assign(handler, { spec, problems: table });
  };
};
