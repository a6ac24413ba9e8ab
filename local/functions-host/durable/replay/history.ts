/** The history of an orchestration: the events that the durable extension records and replays, named as on the wire. */

/** Numbers of DurableTask.Core's `EventType`. */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

/** Numbers of DurableTask.Core's `OrchestrationStatus`; the keys are what the HTTP API calls `runtimeStatus`. */
export const RuntimeStatus = { Running: 0, Completed: 1, Failed: 3, Terminated: 5, Pending: 6, Suspended: 7 } as const;
export type RuntimeStatus = keyof typeof RuntimeStatus;

/** `-1` for everything but the events that an orchestrator's decision created: those carry the decision's id. */
interface Base<T extends EventType> {
  EventType: T;
  EventId: number;
  /** ISO 8601, UTC. */
  Timestamp: string;
}

/** Who waits for a sub-orchestration, as `ExecutionStarted` records it. */
export interface ParentInstance {
  Name: string;
  OrchestrationInstance: { InstanceId: string; ExecutionId: string };
  TaskScheduleId: number;
  Version: string;
}

export interface ExecutionStarted extends Base<typeof EventType.ExecutionStarted> {
  OrchestrationInstance: { InstanceId: string; ExecutionId: string };
  ParentInstance: ParentInstance | null;
  Name: string;
  Version: string;
  /** JSON text. */
  Input: string;
}

export interface ExecutionCompleted extends Base<typeof EventType.ExecutionCompleted> {
  OrchestrationStatus: number;
  /** JSON text of the output, or the plain text of a failure or of a termination's reason. */
  Result: string | null;
}

export interface TaskScheduled extends Base<typeof EventType.TaskScheduled> {
  Name: string;
  Version: string;
  /** JSON text of an array with the one input. */
  Input: string;
}

export interface SubOrchestrationInstanceCreated extends Base<typeof EventType.SubOrchestrationInstanceCreated> {
  Name: string;
  Version: string;
  InstanceId: string;
  Input: string;
}

export interface TimerCreated extends Base<typeof EventType.TimerCreated> {
  FireAt: string;
}

export interface TimerFired extends Base<typeof EventType.TimerFired> {
  TimerId: number;
  FireAt: string;
}

/** An activity's or a child's answer; `Result` is JSON text. */
export interface TaskDone
  extends Base<typeof EventType.TaskCompleted | typeof EventType.SubOrchestrationInstanceCompleted> {
  TaskScheduledId: number;
  Result: string | null;
}

/** `Reason` and `Details` must both be strings: without them the SDK gives up with an internal error. */
export interface TaskNotDone
  extends Base<typeof EventType.TaskFailed | typeof EventType.SubOrchestrationInstanceFailed> {
  TaskScheduledId: number;
  Reason: string;
  Details: string;
}

export interface EventSent extends Base<typeof EventType.EventSent> {
  InstanceId: string;
  Name: string;
  Input: string;
}

export interface EventRaised extends Base<typeof EventType.EventRaised> {
  Name: string;
  Input: string;
}

/** `Input` is the reason as plain text. */
export interface ExecutionTerminated extends Base<typeof EventType.ExecutionTerminated> {
  Input: string;
}

export interface Marker extends Base<typeof EventType.OrchestratorStarted | typeof EventType.OrchestratorCompleted> {}

export interface PauseOrResume extends Base<typeof EventType.ExecutionSuspended | typeof EventType.ExecutionResumed> {
  Reason: string;
}

/** What a decision of the orchestrator adds to the history, each with its decision id. */
export type DecisionEvent =
  | TaskScheduled
  | SubOrchestrationInstanceCreated
  | TimerCreated
  | EventSent
  | ExecutionCompleted;

/** What arrives at an instance from outside and waits in its inbox. */
export type Message = TaskDone | TaskNotDone | TimerFired | EventRaised | ExecutionTerminated | PauseOrResume;

export type HistoryEvent = ExecutionStarted | Marker | DecisionEvent | Message;

/** An event's JSON text up to `IsPlayed`, which comes last because it changes when the episode has passed. */
export type EventText = string;

/** The text of an event, to be kept and used twice: fresh in the trigger of its episode, played in all later ones. */
export const eventText = (event: HistoryEvent): EventText => `${JSON.stringify(event).slice(0, -1)},"IsPlayed":`;

/** Fresh events as the SDK reads them, without the brackets of an array. */
export const freshText = (texts: readonly EventText[]): string => `${texts.join('false},')}false}`;

/** Events of past episodes as the SDK reads them; `OrchestratorStarted` never counts as played. */
export const playedText = (events: readonly HistoryEvent[], texts: readonly EventText[]): string =>
  texts.map((text, i) => `${text}${events[i]?.EventType !== EventType.OrchestratorStarted}}`).join(',');

/** The reverse of `playedText`. */
export const parseEvents = (text: string): HistoryEvent[] => JSON.parse(`[${text}]`) as HistoryEvent[];
