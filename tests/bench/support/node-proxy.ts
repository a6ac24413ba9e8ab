/** What the gateway is measured against: the least that forwards with `node:http`. Run with the backend's port. */
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });

const server = createServer((incoming, response) => {
  const { url: path, method, rawHeaders: headers } = incoming;
  const onward = request({ agent, host: '127.0.0.1', port, path, method, headers, setHost: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  incoming.pipe(onward);
});
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port }));
for (const signal of ['SIGTERM', 'disconnect']) process.once(signal, () => process.exit(0));
