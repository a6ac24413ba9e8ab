/** JSON with comments and trailing commas, as the emulator's sample configuration is written. */

const keepStrings = (text: string, pattern: string): string =>
  text.replace(new RegExp(String.raw`("(?:\\.|[^"\\])*")|${pattern}`, 'g'), (_, quoted?: string) => quoted ?? '');

/** Parses JSONC. Throws the SyntaxError of JSON.parse. */
export const parseJsonc = (text: string): unknown =>
  JSON.parse(keepStrings(keepStrings(text, String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`), String.raw`,(?=\s*[}\]])`));
