/** What an orchestrator function answers: the actions that it has taken since its generation began (durable-functions, schema V3). */

/** Numbers of the SDK's `ActionType`. */
export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  ScheduledSignalEntity: 10,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

export interface CallActivity {
  actionType: typeof ActionType.CallActivity;
  functionName: string;
  input?: unknown;
}

export interface CallActivityWithRetry {
  actionType: typeof ActionType.CallActivityWithRetry;
  functionName: string;
  input?: unknown;
  retryOptions: RetryOptions;
}

export interface CallSubOrchestrator {
  actionType: typeof ActionType.CallSubOrchestrator;
  functionName: string;
  instanceId?: string | null;
  input?: unknown;
  version?: string | null;
}

export interface CallSubOrchestratorWithRetry {
  actionType: typeof ActionType.CallSubOrchestratorWithRetry;
  functionName: string;
  instanceId?: string | null;
  input?: unknown;
  version?: string | null;
  retryOptions: RetryOptions;
}

export interface ContinueAsNew {
  actionType: typeof ActionType.ContinueAsNew;
  input?: unknown;
}

export interface CreateTimer {
  actionType: typeof ActionType.CreateTimer;
  /** ISO 8601, UTC. */
  fireAt: string;
  isCanceled: boolean;
}

export interface WaitForExternalEvent {
  actionType: typeof ActionType.WaitForExternalEvent;
  externalEventName: string;
}

export interface Compound {
  actionType: typeof ActionType.WhenAny | typeof ActionType.WhenAll;
  compoundActions: Action[];
}

/** Actions that this host refuses by name. */
export interface UnsupportedAction {
  actionType:
    | typeof ActionType.CallEntity
    | typeof ActionType.CallHttp
    | typeof ActionType.SignalEntity
    | typeof ActionType.ScheduledSignalEntity
    | typeof ActionType.LockEntities
    | typeof ActionType.ReleaseEntities;
}

export type Action =
  | CallActivity
  | CallActivityWithRetry
  | CallSubOrchestrator
  | CallSubOrchestratorWithRetry
  | ContinueAsNew
  | CreateTimer
  | WaitForExternalEvent
  | Compound
  | UnsupportedAction;

/** One run of an orchestrator function, whether it returned (`isDone`), waits, or threw (`error`). */
export interface Outcome {
  isDone: boolean;
  actions: readonly Action[];
  output?: unknown;
  customStatus?: unknown;
  error?: string;
}
