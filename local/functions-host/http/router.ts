/** Finds the route of a request: built once, no regular expression is made and nothing parsed again per request. Pure. */
import { type Parameter, precedence, type Segment } from './route-template.ts';

export interface Route<Target> {
  segments: readonly Segment[];
  /** In upper case; none means every method. */
  methods: readonly string[];
  target: Target;
}

export interface Match<Target> {
  target: Target;
  /** Values of the parameters that are present, percent-decoded. */
  params: Record<string, string>;
}

/** Decodes one path segment; an encoded slash stays encoded, as ASP.NET leaves it. */
const decode = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text.replace(/%2f/gi, '%252F'));
  } catch {
    return text;
  }
};

/** Takes a value into `params` if the parameter's constraints allow it. */
const accept = (parameter: Parameter, value: string, params: Record<string, string>): boolean => {
  for (const allows of parameter.constraints) if (!allows(value)) return false;
  params[parameter.name] = value;
  return true;
};

const acceptMissing = (parameter: Parameter, params: Record<string, string>): boolean => {
  if (parameter.default !== undefined) params[parameter.name] = parameter.default;
  return parameter.optional || parameter.default !== undefined;
};

const acceptMixed = (segment: Segment & { kind: 'mixed' }, text: string, params: Record<string, string>): boolean => {
  const values = segment.pattern.exec(decode(text))?.slice(1);
  return (
    values !== undefined && segment.parameters.every((parameter, at) => accept(parameter, values[at] ?? '', params))
  );
};

const acceptSegment = (segment: Segment, text: string, params: Record<string, string>): boolean => {
  switch (segment.kind) {
    case 'literal':
      return decode(text).toLowerCase() === segment.text;
    case 'parameter':
      return accept(segment.parameter, decode(text), params);
    case 'mixed':
      return acceptMixed(segment, text, params);
    case 'rest':
      return false;
  }
};

const matchSegments = (segments: readonly Segment[], path: readonly string[]): Record<string, string> | undefined => {
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    if (segment.kind === 'rest') {
      if (at < path.length)
        return accept(segment.parameter, path.slice(at).map(decode).join('/'), params) ? params : undefined;
      acceptMissing(segment.parameter, params);
      return params;
    }
    const text = path[at];
    if (text === undefined) {
      if (segment.kind !== 'parameter' || !acceptMissing(segment.parameter, params)) return undefined;
    } else if (text === '' || !acceptSegment(segment, text, params)) return undefined;
  }
  return path.length <= segments.length ? params : undefined;
};

const isLiteral = (segments: readonly Segment[]) => segments.every((segment) => segment.kind === 'literal');

const literalPath = (segments: readonly Segment[]) =>
  segments.map((segment) => (segment.kind === 'literal' ? segment.text : '')).join('/');

const allows = (route: Route<unknown>, method: string) => route.methods.length === 0 || route.methods.includes(method);

/** A template with its parameter names taken out: two routes of one shape and method can never both be reached. */
const shape = (segments: readonly Segment[]): string => segments.map(shapeOf).join('/');

const shapeOf = (segment: Segment): string => {
  if (segment.kind === 'literal') return segment.text;
  if (segment.kind === 'mixed') return segment.pattern.source;
  return `{${segment.kind}:${segment.parameter.constraintText}}`;
};

/** The pairs of routes of which the second can never be reached. */
export const duplicates = <Target>(routes: readonly Route<Target>[]): [Target, Target][] =>
  routes.flatMap((later, at) =>
    routes
      .slice(0, at)
      .filter(
        (earlier) =>
          shape(earlier.segments) === shape(later.segments) &&
          (earlier.methods.length === 0 ||
            later.methods.length === 0 ||
            later.methods.some((method) => allows(earlier, method))),
      )
      .map((earlier): [Target, Target] => [earlier.target, later.target]),
  );

/** A function that finds the route for a method and the path of a URL (no query, leading slash). */
export const createRouter = <Target>(routes: readonly Route<Target>[]) => {
  const literal = new Map<string, Route<Target>[]>();
  for (const route of routes.filter(({ segments }) => isLiteral(segments))) {
    const path = literalPath(route.segments);
    literal.set(path, [...(literal.get(path) ?? []), route]);
  }
  const rank = new Map(routes.map((route) => [route, precedence(route.segments)]));
  const others = routes
    .filter(({ segments }) => !isLiteral(segments))
    .toSorted((one, other) => ((rank.get(one) ?? '') < (rank.get(other) ?? '') ? -1 : 1));

  return (method: string, path: string): Match<Target> | undefined => {
    const inner = path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
    const plain = inner.includes('%') ? inner.split('/').map(decode).join('/') : inner;
    const exact = literal.get(plain.toLowerCase())?.find((route) => allows(route, method));
    if (exact !== undefined) return { target: exact.target, params: {} };
    const parts = inner === '' ? [] : inner.split('/');
    for (const route of others) {
      const params = allows(route, method) ? matchSegments(route.segments, parts) : undefined;
      if (params !== undefined) return { target: route.target, params };
    }
    return undefined;
  };
};
