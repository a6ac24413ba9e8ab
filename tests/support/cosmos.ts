/** A Cosmos DB for tests: a server that the real SDK connects to, behind a proxy that can throttle it. It keeps everything in memory. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ContainerRequest, CosmosClient } from '@azure/cosmos';
import { createHttpServer } from '@vercel/cosmosdb-server';

export interface TestCosmos {
  /** Makes an empty container as a deployment would and returns the setting of a store in it. */
  createContainer(options?: Partial<ContainerRequest>): Promise<string>;
  /** Answers the next `count` requests with 429 and a wait of `waitMs`. */
  throttle(count: number, waitMs: number): void;
  /** How many requests came, including those that were throttled. */
  requests(): number;
  close(): Promise<void>;
}

const key = Buffer.from('a key for tests').toString('base64');

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const forward = (incoming: IncomingMessage, outgoing: ServerResponse, port: number): void => {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', (error) => outgoing.destroy(error));
  incoming.pipe(onward);
};

/** What Cosmos DB answers when a container's throughput is used up. */
const refuse = (outgoing: ServerResponse, waitMs: number): void => {
  outgoing.writeHead(429, {
    'content-type': 'application/json',
    'x-ms-retry-after-ms': String(waitMs),
    'x-ms-substatus': '3200',
  });
  outgoing.end(JSON.stringify({ code: '429', message: 'Request rate is large.' }));
};

export const startCosmos = async (): Promise<TestCosmos> => {
  const server = createHttpServer({ keepAlive: true });
  const port = await listen(server);
  let requests = 0;
  let throttled = { count: 0, waitMs: 0 };
  const proxy = createServer((incoming, outgoing) => {
    requests += 1;
    if (throttled.count === 0) return forward(incoming, outgoing, port);
    throttled.count -= 1;
    return refuse(outgoing, throttled.waitMs);
  });
  const endpoint = `http://127.0.0.1:${await listen(proxy)}`;
  const client = new CosmosClient({ endpoint, key, connectionPolicy: { enableEndpointDiscovery: false } });
  await client.databases.create({ id: 'tests' });
  return {
    createContainer: async (options) => {
      const id = randomUUID();
      await client.database('tests').containers.create({ id, partitionKey: '/key', defaultTtl: -1, ...options });
      return `AccountEndpoint=${endpoint};AccountKey=${key};Database=tests;Container=${id}`;
    },
    throttle: (count, waitMs) => void (throttled = { count, waitMs }),
    requests: () => requests,
    close: async () => {
      client.dispose();
      for (const one of [proxy, server]) {
        one.close();
        one.closeAllConnections();
      }
    },
  };
};
