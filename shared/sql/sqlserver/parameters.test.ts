import mssql from 'mssql';
import { expect, test } from 'vitest';
import { parameterOf } from './parameters.ts';

const typeOf = (value: unknown) => {
  const [type] = parameterOf(mssql, value);
  return typeof type === 'function' ? { type } : type;
};

test('texts are Unicode of one length, or max when they are longer', () => {
  expect(typeOf('é')).toEqual(mssql.NVarChar(4000));
  expect(typeOf('x'.repeat(4000))).toEqual(mssql.NVarChar(4000));
  expect(typeOf('x'.repeat(4001))).toEqual(mssql.NVarChar(mssql.MAX));
});

test('whole numbers are int, or bigint when they do not fit', () => {
  expect(typeOf(-5)).toEqual({ type: mssql.Int });
  expect(typeOf(2 ** 31)).toEqual({ type: mssql.BigInt });
  expect(typeOf(5n)).toEqual({ type: mssql.BigInt });
  expect(typeOf(0.5)).toEqual({ type: mssql.Float });
});

test('a boolean is the 0 or 1 that its column holds', () => {
  expect(parameterOf(mssql, true)).toEqual([mssql.Int, 1]);
});

test('bytes are sent as they are', () => {
  expect(parameterOf(mssql, new Uint8Array([1, 2]))[1]).toEqual(Buffer.from([1, 2]));
});

test.each([[new Date(0)], [{ a: 1 }], [undefined], [null]])('%o is refused', (value) => {
  expect(() => parameterOf(mssql, value)).toThrow('cannot be a parameter');
});
