/** The folder, compiled: every operation with its steps, ready to run. */
import type { Described } from '../expressions/context.ts';
import type { ApiFile, ProductFile } from '../model/folder.ts';
import type { Pipeline } from '../policies/compile.ts';
import type { Destination } from '../runtime/url.ts';
import type { Router } from './router.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface ApiPlan {
  file: ApiFile;
  described: Described;
  destination: Destination;
  /** For requests that match no operation. */
  pipeline: Pipeline;
  /** The open product that the API is in, if any. */
  openProduct: string | undefined;
}

export interface OperationPlan {
  api: ApiPlan;
  id: string;
  described: Described;
  /** By product; the key `''` is for requests outside any product. */
  pipelines: ReadonlyMap<string, Pipeline>;
}

export interface GatewayPlan {
  router: Router;
  global: Pipeline;
  products: ReadonlyMap<string, ProductFile>;
  subscriptions: Subscriptions;
  /** For the first line of the log. */
  counts: { apis: number; operations: number };
}
