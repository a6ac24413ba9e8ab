/** A route of our own, beside those of oidc-provider. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request, with what the path's first group matched. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  parameter: string;
}

export interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  handle(visit: Visit): Promise<void> | void;
}
