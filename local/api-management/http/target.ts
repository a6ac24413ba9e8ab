/** What a request line asks for, taken apart with suspicion: anything that two readers could understand differently is refused. */

export interface Target {
  /** As received, percent-encoded. */
  path: string;
  /** Without its `?`. */
  query: string;
}

/** What no path may hold after decoding: separators in disguise, control characters. */
const hidden = /[\\\p{Cc}]/u;

const isDotSegment = (segment: string): boolean => segment === '.' || segment === '..';

/** The path decoded again and again until nothing changes: backends differ in how often they decode. */
const decodings = (path: string): string[] => {
  const all = [path];
  for (let round = 0; round < 5; round++) {
    const last = all.at(-1) as string;
    let next: string;
    try {
      next = decodeURIComponent(last);
    } catch {
      // A lone % after the first decoding is just a character.
      break;
    }
    if (next === last) break;
    all.push(next);
  }
  return all;
};

/** Escapes are complete, and what they stand for is UTF-8. */
const isWellFormed = (path: string): boolean => {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};

/** The target in its parts, or why it is refused (a sentence for the client). */
export const parseTarget = (text: string): Target | string => {
  if (!text.startsWith('/') || text.startsWith('//')) return 'The request target must be a path.';
  const at = text.indexOf('?');
  const path = at < 0 ? text : text.slice(0, at);
  const query = at < 0 ? '' : text.slice(at + 1);
  if (/[^\x21-\x7E]|#/.test(text)) return 'The request target is not encoded properly.';
  if (!/[%\\.]|\/\//.test(path)) return { path, query };
  if (!isWellFormed(path)) return 'The path is not encoded properly.';
  for (const [round, decoded] of decodings(path).entries()) {
    if (hidden.test(decoded) || decoded.split('/').some(isDotSegment))
      return 'The path must not contain dot segments, backslashes or control characters.';
    if (round > 0 && decoded.split('/').length !== path.split('/').length)
      return 'The path must not contain encoded slashes.';
  }
  return path.includes('//') ? 'The path must not contain empty segments.' : { path, query };
};
