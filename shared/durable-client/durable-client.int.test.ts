import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import axios from './axios.ts';
import { isURL } from './validator.ts';

type Respond = (request: IncomingMessage, response: ServerResponse) => unknown;

const serve = async (respond: Respond): Promise<string> => {
  const server = createServer((request, response) => void respond(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** What durable-functions itself would use. */
const theirs = createRequire(fileURLToPath(import.meta.resolve('durable-functions')));
const { default: realAxios } = theirs('axios') as {
  default: { create(config: object): ReturnType<typeof axios.create> };
};
const validator = theirs('validator') as { isURL(text: string, options: object): boolean };

/** The client's own settings. */
const real = realAxios.create({
  validateStatus: (status: number) => status < 600,
  headers: { post: { 'Content-Type': 'application/json' } },
});

test.each([
  [202, '{"id":"grün"}', 'application/json'],
  [200, '', 'text/plain'],
  [404, 'nothing there', 'text/plain'],
  [500, '{"Message":"broken"}', 'application/json'],
])('an answer with %i %j is what axios makes of it', async (status, body, type) => {
  const url = await serve((_, response) => {
    response.writeHead(status, { 'content-type': type, 'x-ms-continuation-token': 'next' }).end(body);
  });
  const [ours, its] = await Promise.all([axios.create().get(url), real.get(url)]);
  expect({ status: ours.status, data: ours.data }).toEqual({ status: its.status, data: its.data });
  expect(ours.headers['x-ms-continuation-token']).toBe('next');
});

test('a body arrives as JSON with the headers, a call without one arrives empty', async () => {
  const url = await serve(async (request, response) => {
    const { method, headers } = request;
    const seen = { method, type: headers['content-type'], trace: headers.traceparent, body: await textOf(request) };
    response.end(JSON.stringify(seen));
  });
  const client = axios.create();
  const headers = { traceparent: 'trace' };
  expect((await client.post(url, '{"name":"grün"}', { headers })).data).toEqual({
    method: 'POST',
    type: 'application/json',
    trace: 'trace',
    body: '{"name":"grün"}',
  });
  expect((await client.post(url)).data).toMatchObject({ method: 'POST', body: '' });
  expect((await client.delete(url)).data).toMatchObject({ method: 'DELETE', body: '' });
});

test('a host that is not there is an error', async () => {
  const url = await serve((_, response) => response.destroy());
  await expect(axios.create().post(url, '{}')).rejects.toThrow('socket hang up');
  await expect(axios.create().get('http://127.0.0.1:1/')).rejects.toThrow('ECONNREFUSED');
});

test.each([
  'http://127.0.0.1:7071/durabletask/',
  'https://shop.example/runtime/webhooks/durabletask/instances/INSTANCEID?code=a%2Fb',
  'http://localhost:7073/runtime/webhooks/durabletask',
  'eshop',
  'INSTANCEID',
  'code=abc',
  'ftp://shop.example/',
  '',
])('%j is an address exactly when validator says so', (text) => {
  const options = { protocols: ['http', 'https'], require_tld: false, require_protocol: true };
  expect(isURL(text)).toBe(validator.isURL(text, options));
});
