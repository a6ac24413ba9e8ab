import { expect, test } from 'vitest';
import { choosePorts, defaultPorts } from './ports.ts';

test('without settings every part is where the documentation says', () => {
  expect(choosePorts(undefined, {})).toEqual(defaultPorts);
});

test('one base moves all parts, a setting moves one', () => {
  const ports = choosePorts('20000', { ESHOP_PORT_BROKER_ADMIN: '5301' });
  expect(ports).toMatchObject({ gateway: 20_000, catalog: 20_001, identity: 20_008, 'broker-admin': 5301 });
});

test('base 0 lets every part take a free port', () => {
  expect(new Set(Object.values(choosePorts('0', {})))).toEqual(new Set([0]));
});

test('a port that is none is refused by the name of its setting', () => {
  expect(() => choosePorts('many', {})).toThrow('--port-base is "many"');
  expect(() => choosePorts('65530', {})).toThrow('--port-base is 65530; it must be at most 65526');
  expect(() => choosePorts(undefined, { ESHOP_PORT_CATALOG: '99999' })).toThrow('ESHOP_PORT_CATALOG is "99999"');
});
