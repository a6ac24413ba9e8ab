/** What the parts of the engine share: the store, the instances in memory and the ways to set them in motion. */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../../../log.ts';
import type { DurableHubOptions } from '../port.ts';
import type { Message, ParentInstance } from '../replay/history.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';
import type { Functions } from './functions.ts';
import type { Instance, Instances } from './instances.ts';

/** One scheduled activity of one generation of an instance. */
export interface ActivityCall {
  instanceId: string;
  executionId: string;
  /** `traceparent` of the instance's start. */
  trace: string;
  /** The decision's id. */
  id: number;
  name: string;
  /** JSON text of an array with the input. */
  input: string;
}

export interface StartRequest {
  /** Name of the orchestrator as registered. */
  name: string;
  instanceId: string;
  /** JSON text. */
  input: string;
  version: string | undefined;
  /** W3C `traceparent`: every invocation for the instance belongs to this trace. */
  trace: string;
  parent?: ParentInstance;
}

export interface Engine {
  options: DurableHubOptions;
  functions: Functions;
  store: Store;
  instances: Instances;
  alarms: Alarms;
  log: Logger;
  now: () => number;
  /** Creates an instance; one with the same id is replaced if it has finished. Gives the living one that is in the way, if any. */
  start: (request: StartRequest) => Instance | undefined;
  /** Puts a message into the inbox and keeps it in the store, unless the history can tell it again after a restart. */
  deliver: (instance: Instance, event: Message, keep: 'keep' | 'derivable') => void;
  /** Calls the listener once, after the instance's end is committed. Returns how to take it back. */
  whenFinished: (id: string, listener: () => void) => () => void;
  /** Tells those who wait for the instance's end. */
  finished: (id: string) => void;
  /** Lets an instance run its next episode. */
  ready: (instance: Instance) => void;
  /** Runs an activity; its result arrives in the instance's inbox. */
  dispatch: (call: ActivityCall) => void;
  /** An activity's end, for the generation that called it. */
  finishActivity: (call: ActivityCall, event: Message) => void;
  /** What ends after this is lost, and comes again at the next start. */
  isClosed: () => boolean;
  /** Sets the instance's alarm by its open timers. */
  setAlarm: (instance: Instance) => void;
}

/** An id as .NET writes GUIDs without hyphens. */
export const newId = (): string => randomUUID().replaceAll('-', '');
