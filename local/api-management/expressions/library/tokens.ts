/** JSON Web Tokens and basic credentials as expressions see them: read, not verified (validate-jwt verifies). */

/** The parts of a token that policies look at. */
export class Jwt {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  constructor(header: Record<string, unknown>, payload: Record<string, unknown>) {
    this.header = header;
    this.payload = payload;
  }

  /** Every claim as strings, which is how API Management shows them. */
  get claims(): Map<string, string[]> {
    return new Map(Object.entries(this.payload).map(([name, value]) => [name, claimValues(value)]));
  }

  /** A time claim (seconds) as a date. */
  time(claim: string): Date | undefined {
    const seconds = this.payload[claim];
    return typeof seconds === 'number' ? new Date(seconds * 1000) : undefined;
  }
}

/** A claim's values as strings: an array has several, objects are JSON. */
export const claimValues = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(claimText);

const claimText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const decodePart = (part: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** The token in `text`, with or without `Bearer `; undefined when there is none. */
export const parseJwt = (text: string): Jwt | undefined => {
  const parts = text.replace(/^bearer\s+/i, '').split('.');
  const [header, payload] = parts.slice(0, 2).map(decodePart);
  return parts.length === 3 && header && payload ? new Jwt(header, payload) : undefined;
};

export class BasicCredentials {
  readonly username: string;
  readonly password: string;
  constructor(username: string, password: string) {
    this.username = username;
    this.password = password;
  }
}

/** The credentials of a `Basic …` header; undefined when it is none. */
export const parseBasic = (text: string): BasicCredentials | undefined => {
  const encoded = /^basic\s+([\w+/=-]+)$/i.exec(text.trim())?.[1];
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : new BasicCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
};
