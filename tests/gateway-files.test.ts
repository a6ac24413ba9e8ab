/** What the gateway's files may hold, so that they can be deployed as they stand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PolicyElement, parsePolicyXml } from '../local/api-management/xml/policy-element.ts';
import { publicRoutes } from '../scripts/openapi.ts';
import { collectRoutes } from '../scripts/routes.ts';
import { gatewayFolder } from './support/gateway-policies.ts';

const files = readdirSync(gatewayFolder, { recursive: true, encoding: 'utf8' }).sort();
const text = (file: string): string => readFileSync(join(gatewayFolder, file), 'utf8');
const policies = files.filter((file) => file.endsWith('policy.xml'));

const elements = (element: PolicyElement): PolicyElement[] => [element, ...element.children.flatMap(elements)];

const elementsOf = (file: string): PolicyElement[] => elements(parsePolicyXml(text(file)));

/** Policies and the elements that are part of them, which both the Developer and the Basic v2 tier have. */
const available = new Set(
  `policies inbound backend outbound on-error base fragment include-fragment
   authentication-basic cache-lookup cache-lookup-value cache-remove-value cache-store cache-store-value check-header choose cors
   forward-request ip-filter rate-limit-by-key retry return-response rewrite-uri send-request set-backend-service set-body set-header
   set-method set-query-parameter set-status set-variable trace validate-content validate-jwt wait
   when otherwise set-url value vary-by-header vary-by-query-parameter
   allowed-origins origin allowed-methods method allowed-headers header expose-headers
   openid-config audiences audience issuers issuer required-claims claim`.split(/\s+/),
);

test.each(policies)('%s holds only what both tiers have', (file) => {
  const names = elementsOf(file).map(({ name }) => name);
  expect(names.filter((name) => !available.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(1);
});

test.each(policies)('%s has its expressions as C#, because APIOps publishes policies in the format rawxml', (file) => {
  expect(text(file)).not.toMatch(/="@[^"]*&\w+;|>\s*@[^<]*&\w+;/);
});

test('no fragment includes a fragment, which Azure refuses', () => {
  const fragments = policies.filter((file) => file.startsWith('policy fragments/'));
  const nesting = fragments.filter((file) => elementsOf(file).some(({ name }) => name === 'include-fragment'));
  expect(nesting).toEqual([]);
  expect(fragments.length).toBeGreaterThan(5);
});

const fragmentNamed = (attributes: PolicyElement['attributes']): string[] => {
  const id = attributes.get('fragment-id');
  return id?.kind === 'text' ? [id.text] : [];
};

test('every fragment is included somewhere', () => {
  const included = new Set(
    policies.flatMap((file) => elementsOf(file).flatMap(({ attributes }) => fragmentNamed(attributes))),
  );
  expect([...included].sort()).toEqual(readdirSync(join(gatewayFolder, 'policy fragments')).sort());
});

test('the section backend has one policy at most, which is all that Azure takes', () => {
  for (const file of policies)
    for (const section of elementsOf(file).filter(({ name }) => name === 'backend'))
      expect([file, section.children.length]).toEqual([file, expect.toSatisfy((count: number) => count <= 1)]);
});

test('named values with a secret say nothing of it', () => {
  for (const file of files.filter((file) => file.endsWith('namedValueInformation.json'))) {
    const { properties } = JSON.parse(text(file)) as { properties: { secret: boolean; value?: string } };
    expect([file, properties.secret]).toEqual([file, properties.value === undefined]);
  }
});

test('one product holds every API, and nobody needs a subscription key for it', () => {
  const { properties } = JSON.parse(text('products/shop/productInformation.json')) as {
    properties: { subscriptionRequired: boolean; state: string };
  };
  expect(properties).toMatchObject({ subscriptionRequired: false, state: 'published' });
  const apis = readdirSync(join(gatewayFolder, 'apis'));
  expect(readdirSync(join(gatewayFolder, 'products/shop/apis')).sort()).toEqual(apis.sort());
});

interface Specification {
  paths: Record<string, Record<string, { operationId: string; security: Record<string, string[]>[] }>>;
}

const operationsOf = (api: string) =>
  Object.entries((JSON.parse(text(`apis/${api}/specification.json`)) as Specification).paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ api, path, method: method.toUpperCase(), ...operation })),
  );

test('every route of the apps is an operation of its API, and health is not', async () => {
  const routes = await publicRoutes();
  const apis = [...new Set(routes.map(({ app }) => app))];
  const operations = apis
    .flatMap(operationsOf)
    .map(({ operationId, api, path, method }) => `${operationId} ${method} ${api}${path}`);
  expect(operations.sort()).toEqual(routes.map(({ name, methods, route }) => `${name} ${methods[0]} ${route}`).sort());
  const hidden = (await collectRoutes()).filter((one) => !routes.includes(one)).map(({ name }) => name);
  expect(hidden.sort()).toEqual(apis.map((app) => `${app}-health`).sort());
});
