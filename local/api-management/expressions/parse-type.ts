/** Reads type names: qualified, generic, array and nullable ones. */
import type { TypeName } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

const suffixes = (tokens: TokenStream, mayBeNullable: boolean): { arrays: number; nullable: boolean } => {
  const nullable = mayBeNullable && tokens.accept('?');
  let arrays = 0;
  while (tokens.is('[') && tokens.next.text === ']') {
    tokens.take();
    tokens.take();
    arrays++;
  }
  return { arrays, nullable };
};

/** `<A, B>`, or undefined when there is none. */
export const parseTypeArguments = (tokens: TokenStream): TypeName[] | undefined =>
  tokens.attempt(() => {
    if (!tokens.accept('<')) return undefined;
    const list = [parseType(tokens)];
    while (tokens.accept(',')) list.push(parseType(tokens));
    tokens.expect('>');
    return list;
  });

/**
 * A type name; namespaces in front of it are dropped (`System.Text.RegularExpressions.Regex` is `Regex`).
 * After `is` and `as` no `?` belongs to the type: there it starts a conditional.
 */
export const parseType = (tokens: TokenStream, mayBeNullable = true): TypeName => {
  const first = tokens.name('a type');
  let name = first.text;
  while (tokens.is('.') && tokens.next.kind === 'name') {
    tokens.take();
    name = tokens.take().text;
  }
  const generic = parseTypeArguments(tokens) ?? [];
  return { at: first.at, name, arguments: generic, ...suffixes(tokens, mayBeNullable) };
};
