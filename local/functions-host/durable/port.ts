/** The border between the functions host, which loads and invokes an app, and the durable engine, which runs its orchestrations. */
import type { Logger } from '../../log.ts';
import type { RpcTraceContext, RpcTypedData } from '../rpc.ts';

/** A durable function of the app as the host indexed it. */
export interface DurableFunction {
  name: string;
  type: 'orchestrationTrigger' | 'activityTrigger' | 'entityTrigger';
}

export interface DurableHubOptions {
  /** SQLite file with history, inbox, timers and outgoing messages; `:memory:` keeps nothing. */
  dataFile: string;
  /** `extensions.durableTask.hubName` of host.json. */
  hubName: string;
  /** `extensions.durableTask.defaultVersion` of host.json: the version of instances started without one. */
  defaultVersion?: string;
  /** At most this many activities, and this many orchestration episodes, run at once (host.json `maxConcurrent…Functions`). */
  maxConcurrentActivities: number;
  maxConcurrentOrchestrators: number;
  functions: readonly DurableFunction[];
  /**
   * Runs one function once. Resolves to the `returnValue` of the invocation (undefined when there is none) and rejects with
   * the error of the programming model, message unchanged.
   */
  invoke(
    name: string,
    trigger: RpcTypedData,
    metadata: Record<string, RpcTypedData>,
    trace?: RpcTraceContext,
  ): Promise<RpcTypedData | undefined>;
  log: Logger;
  /** Milliseconds since the epoch; tests inject their own. */
  now?: () => number;
}

/** A request to the durable HTTP API, its path already stripped of `/durabletask/` or `/runtime/webhooks/durabletask/`. */
export interface DurableApiRequest {
  method: string;
  /** e.g. `instances/abc/raiseEvent/message` */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** Prefix of the public management URLs in answers, e.g. `http://localhost:7073/runtime/webhooks/durabletask`. */
  publicBaseUrl: string;
}

export interface DurableApiResponse {
  status: number;
  headers: Record<string, string>;
  /** JSON text, or nothing. */
  body?: string;
}

export interface DurableHub {
  /** Answers one call of the durable HTTP API (the same for the SDK's RPC endpoint and the public webhooks). */
  handle(request: DurableApiRequest): Promise<DurableApiResponse>;
  /** The value of a `durableClient` input binding, JSON text. */
  clientBinding(urls: { rpcBaseUrl: string; publicBaseUrl: string; systemKey: string }): string;
  /** Stops taking work, waits for running episodes and activities for at most `graceMs`, and closes the store. */
  close(graceMs?: number): Promise<void>;
}
