import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createForwarder, type Forwarder } from './forward.ts';

const serve = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

/** A server that sends every request on to `library`, which here stands where the library's own server would. */
const forwardTo = async (library: RequestListener, silenceMs = 60_000) => {
  const forwarder: Forwarder = createForwarder({
    host: '127.0.0.1',
    port: await serve(library),
    bodyLimit: 1_000_000,
    silenceMs,
  });
  onTestFinished(() => forwarder.close(0));
  const port = await serve((request, response) => void forwarder.forward(request, response, 'the-invocation'));
  return { url: `http://127.0.0.1:${port}`, forwarder };
};

test('a request is sent on with its own headers and those that the library asks for, and nothing of its connection', async () => {
  const seen: IncomingMessage[] = [];
  const { url } = await forwardTo((request, response) => {
    seen.push(request);
    response.end();
  });
  await fetch(`${url}/a%20b?c=d`, { headers: { 'x-own': 'yes', 'x-forwarded-proto': 'https', te: 'trailers' } });
  const [request] = seen;
  expect([request?.method, request?.url]).toEqual(['GET', '/a%20b?c=d']);
  expect(request?.headers).toMatchObject({
    'x-own': 'yes',
    'x-ms-invocation-id': 'the-invocation',
    'x-forwarded-host': url.slice('http://'.length),
    'x-forwarded-proto': 'http',
  });
  expect(request?.headers).not.toHaveProperty('te');
});

test('silence is given up at last: with 504 before the answer, with a broken connection in it', async () => {
  const none = await forwardTo(() => undefined, 100);
  expect((await fetch(none.url)).status).toBe(504);
  const half = await forwardTo((_, response) => void response.write('half'), 1000);
  await expect((await fetch(half.url)).text()).rejects.toThrow('terminated');
});

test('a connection that was kept may be as silent as a new one', async () => {
  const answers: ServerResponse[] = [];
  const { url } = await forwardTo((request, response) => {
    // The library says for how long it keeps an idle connection; Node's client takes a second off for the way.
    response.setHeader('keep-alive', 'timeout=2');
    if (request.url === '/first') response.end('first');
    else answers.push(response.writeHead(200));
    if (request.url !== '/first') response.write('begun;');
  });
  expect(await (await fetch(`${url}/first`)).text()).toBe('first');
  const second = await fetch(`${url}/second`);
  await new Promise((resolve) => setTimeout(resolve, 1300));
  answers[0]?.end('done');
  expect(await second.text()).toBe('begun;done');
});

test('a library that drops the connection is a 502', async () => {
  const { url } = await forwardTo((request) => void request.socket.destroy());
  expect((await fetch(url)).status).toBe(502);
});

test('headers leave before there is a body', async () => {
  const answers: ServerResponse[] = [];
  const { url } = await forwardTo((_, response) => {
    answers.push(response);
    response.writeHead(202, { 'x-early': 'yes' }).flushHeaders();
  });
  const response = await fetch(url);
  expect([response.status, response.headers.get('x-early')]).toEqual([202, 'yes']);
  answers[0]?.end('late');
  expect(await response.text()).toBe('late');
});

test('event streams are ended when the host asks, other answers are waited for', async () => {
  const answers: ServerResponse[] = [];
  const { url, forwarder } = await forwardTo((request, response) => {
    response.setHeader('content-type', request.url === '/events' ? 'text/event-stream' : 'text/plain');
    response.write('begun;');
    answers.push(response);
  });
  const events = await fetch(`${url}/events`);
  const plain = await fetch(`${url}/plain`);
  forwarder.endEventStreams();
  expect(await events.text()).toBe('begun;');
  const closed = forwarder.close(60_000);
  answers[1]?.end('ended');
  expect(await plain.text()).toBe('begun;ended');
  await closed;
});
