import { expect, test } from 'vitest';
import type { RpcTypedData } from '../rpc.ts';
import { messageBodies } from './output-data.ts';

test.each<[RpcTypedData, string[]]>([
  [{ json: '{"a":[1]}' }, ['{"a":[1]}']],
  [{ json: '[{"a":1},"text",5,true,null]' }, ['{"a":1}', 'text', '5', 'True']],
  [{ json: '[]' }, []],
  [{ json: 'false' }, ['False']],
  [{ string: 'plain' }, ['plain']],
  [{ string: '{"a":1}' }, ['{"a":1}']],
  [{ string: ' ["x",{"a":1}] ' }, ['x', '{"a":1}']],
  [{ string: '[broken]' }, ['[broken]']],
  [{ string: '' }, ['']],
  [{ int: 5 }, ['5']],
  [{ double: 1.5 }, ['1.5']],
  [{ bytes: new Uint8Array([104, 105]) }, ['hi']],
  [{}, []],
])('%j goes out as %j', (data, bodies) => {
  expect(messageBodies(data).map(String)).toEqual(bodies);
});
