/** The shop through its front door, as people use it: no function key, one address. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getToken } from '../../local/identity/token.ts';
import { gatewayFolder } from './gateway-policies.ts';
import { type CustomerOf, customerAt, type TestShop } from './shop.ts';

type Api = Parameters<TestShop['api']>[0] | 'shop';

/** The API at the gateway as one caller sees it: that of every app, and the gateway's own, `shop`. */
export type Visitor = CustomerOf<Api>;

/** The API at the gateway, with a token or without. */
export const atGateway = ({ gateway }: Pick<TestShop, 'gateway'>, token?: string): Visitor =>
  customerAt(() => `${gateway}/api`, token === undefined ? {} : { authorization: `Bearer ${token}` });

/** Signs a seeded user in at the shop's own provider. */
export const signInAtGateway = async (shop: TestShop, user: string, scope?: string): Promise<Visitor> =>
  atGateway(shop, await getToken({ user, issuer: shop.issuer, ...(scope !== undefined && { scope }) }));

type Operations = Record<string, Record<string, { responses: Record<string, unknown> }>>;

const matches = (template: string, path: string): boolean =>
  new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

/** Whether the API's description has such an answer to such a request. `path` is without its query. */
export const isDescribed = (app: string, method: string, path: string, status: number): boolean => {
  const file = join(gatewayFolder, 'apis', app, 'specification.json');
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Operations };
  return Object.entries(paths).some(
    ([template, methods]) => matches(template, path) && methods[method.toLowerCase()]?.responses[status] !== undefined,
  );
};

/** A visitor of whose answers each must be in the API's description. */
export const holdToDescription =
  (visitor: Visitor): Visitor =>
  async <Body>(...[app, request, sent]: Parameters<Visitor>) => {
    const answer = await visitor<Body>(app, request, sent);
    const [method = '', path = ''] = request.split(' ');
    const [withoutQuery = ''] = path.split('?');
    if (!isDescribed(app, method, `/${withoutQuery}`, answer.status))
      throw new Error(`${request} answered ${answer.status}, which the description of ${app} does not have.`);
    return answer;
  };

/** Sends bytes as they are, which no HTTP client would, and returns all that comes back until the connection ends. */
export const sendRaw = async (address: string, request: string): Promise<string> => {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  const answer = text(socket);
  socket.write(request);
  socket.setTimeout(5_000, () => socket.destroy(new Error('The connection stayed open.')));
  return answer;
};
