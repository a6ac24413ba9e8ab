/**
 * One keep-alive HTTP/1.1 connection with one request at a time. The clients of Node cost as much as the servers that are to be
 * measured, so this one does only what a benchmark needs: it writes bytes, and finds the end of the answer.
 */
import { once } from 'node:events';
import { createConnection } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

export interface HttpConnection {
  /** Sends the bytes of one request and resolves with its answer. */
  send(request: Buffer): Promise<Answer>;
  close(): void;
}

/** The bytes of a request, made once and sent often. */
export const requestBytes = (
  request: `${string} ${string}`,
  headers: Readonly<Record<string, string>> = {},
  body?: unknown,
): Buffer => {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: '127.0.0.1',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${request} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
};

const unchunked = (text: string): string => {
  let body = '';
  for (let at = 0; ; ) {
    const end = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, end), 16);
    if (size === 0) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
};

/** The answer in what has arrived (read byte by byte as latin1), or undefined while some of it is missing. */
const answerIn = (arrived: string): Answer | undefined => {
  const headEnd = arrived.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = arrived.slice(0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const rest = arrived.slice(headEnd + 4);
  const length = /content-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return rest.length < Number(length) ? undefined : { status, body: rest };
  if (!head.includes('transfer-encoding: chunked')) return { status, body: '' };
  return rest.endsWith('0\r\n\r\n') ? { status, body: unchunked(rest) } : undefined;
};

export const openConnection = async (port: number): Promise<HttpConnection> => {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let arrived = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    arrived += chunk;
    const answer = answerIn(arrived);
    if (!answer) return;
    arrived = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
};
