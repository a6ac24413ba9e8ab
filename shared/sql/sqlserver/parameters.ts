/** The SQL Server types of parameters. Few and fixed, so that the server keeps one plan for a query and not one for each length. */
import type mssql from 'mssql';
import type { ISqlType } from 'mssql';

type SqlTypes = typeof mssql;

const maxLength = 4000;
const isInt = (value: number): boolean => Math.abs(value) < 2 ** 31;

const numberType = (types: SqlTypes, value: number): (() => ISqlType) => {
  if (!Number.isInteger(value)) return types.Float;
  return isInt(value) ? types.Int : types.BigInt;
};

/** A parameter's type and value as `mssql` takes them. There are no nulls: the compiler writes them into the text. */
export const parameterOf = (types: SqlTypes, value: unknown): [type: ISqlType | (() => ISqlType), value: unknown] => {
  if (typeof value === 'string') return [types.NVarChar(value.length > maxLength ? types.MAX : maxLength), value];
  if (typeof value === 'number') return [numberType(types, value), value];
  if (typeof value === 'bigint') return [types.BigInt, value];
  if (typeof value === 'boolean') return [types.Int, Number(value)];
  if (value instanceof Uint8Array) return [types.VarBinary(types.MAX), Buffer.from(value)];
  throw new TypeError(
    `A ${value === null ? 'null' : typeof value} cannot be a parameter of a SQL query; times are text in ISO 8601.`,
  );
};
