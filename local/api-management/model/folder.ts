/** A folder in the APIOps convention, read into memory: what its files say, not yet compiled. */
import type { PolicyElement } from '../xml/policy-element.ts';
import type { CircuitBreakerRule } from './information.ts';

export interface PolicyFile {
  file: string;
  root: PolicyElement;
}

export interface NamedValue {
  file: string;
  name: string;
  displayName: string;
  value: string | undefined;
  secret: boolean;
}

export interface BackendFile {
  file: string;
  id: string;
  url: string;
  /** As written; named values are put in when it is compiled. */
  headers: Record<string, string[]>;
  query: Record<string, string[]>;
  circuitBreaker: CircuitBreakerRule | undefined;
}

export interface OperationFile {
  id: string;
  displayName: string;
  method: string;
  /** `/items/{id}` */
  urlTemplate: string;
  policy: PolicyFile | undefined;
}

export interface ApiFile {
  file: string;
  id: string;
  displayName: string;
  /** Without slashes around it. */
  path: string;
  serviceUrl: string | undefined;
  subscriptionRequired: boolean;
  keyNames: { header: string; query: string };
  revision: string;
  operations: OperationFile[];
  policy: PolicyFile | undefined;
}

export interface ProductFile {
  file: string;
  id: string;
  displayName: string;
  subscriptionRequired: boolean;
  apis: string[];
  policy: PolicyFile | undefined;
}

export interface SubscriptionFile {
  file: string;
  id: string;
  displayName: string;
  /** `products/NAME`, `apis/NAME` or `apis`. */
  scope: string;
  primaryKey: string | undefined;
  active: boolean;
}

export interface Folder {
  policy: PolicyFile | undefined;
  namedValues: NamedValue[];
  fragments: Map<string, PolicyFile>;
  backends: BackendFile[];
  apis: ApiFile[];
  products: ProductFile[];
  subscriptions: SubscriptionFile[];
}
