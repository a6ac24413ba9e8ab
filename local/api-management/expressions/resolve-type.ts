/** From a type as it is written to the type of the library. */
import { findType } from './library/registry.ts';
import { failAt } from './problem.ts';
import type { TypeName } from './syntax.ts';
import * as t from './types.ts';

/** The type that a name stands for. */
export const resolveType = (written: TypeName): t.Type => {
  const { name, at, arrays, nullable } = written;
  const bytes = name === 'byte' && arrays > 0;
  const base = bytes ? t.bytes : findType(name, written.arguments.map(resolveType));
  if (!base) return failAt(at)(`the type ${name}${written.arguments.length ? '<…>' : ''} is not supported`);
  const inner = nullable ? t.nullableOf(base) : base;
  return Array.from({ length: bytes ? arrays - 1 : arrays }).reduce<t.Type>((type) => t.arrayOf(type), inner);
};
