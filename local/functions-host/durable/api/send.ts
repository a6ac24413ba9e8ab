/** `POST instances/ID/…`: sends an instance an event, or terminates, suspends or resumes it. */
import { isFinished } from '../engine/instances.ts';
import type { DurableApiResponse } from '../port.ts';
import { EventType, type Message } from '../replay/history.ts';
import { accepted, failure, gone, notFound } from './answers.ts';
import type { ApiCall, ApiHandler } from './context.ts';

/** Answers after the message is kept; from then on it reaches the instance even if the host dies. */
const send = async (
  { engine, params }: ApiCall,
  message: (timestamp: string) => Message,
): Promise<DurableApiResponse> => {
  const instance = engine.instances.get(params.id ?? '');
  if (instance === undefined) {
    engine.log.debug({ instance: params.id, call: params.call }, 'a message for an unknown instance');
    return notFound();
  }
  if (isFinished(instance.row)) {
    engine.log.debug({ instance: params.id, call: params.call }, 'a message for a finished instance');
    return gone();
  }
  engine.deliver(instance, message(new Date(engine.now()).toISOString()), 'keep');
  await engine.store.committed();
  return accepted();
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export const raiseEvent: ApiHandler = (call) => {
  const Input = call.request.body.toString('utf8');
  if (!isJson(Input))
    return failure(
      400,
      `The body of the event '${call.params.event}' must be JSON; an event without data is not accepted.`,
    );
  const Name = call.params.event ?? '';
  return send(call, (Timestamp) => ({ EventType: EventType.EventRaised, EventId: -1, Name, Input, Timestamp }));
};

const reason = (call: ApiCall): string => call.request.query.get('reason') ?? '';

export const terminate: ApiHandler = (call) =>
  send(call, (Timestamp) => ({
    EventType: EventType.ExecutionTerminated,
    EventId: -1,
    Input: reason(call),
    Timestamp,
  }));

export const suspend: ApiHandler = (call) =>
  send(call, (Timestamp) => ({
    EventType: EventType.ExecutionSuspended,
    EventId: -1,
    Reason: reason(call),
    Timestamp,
  }));

export const resume: ApiHandler = (call) =>
  send(call, (Timestamp) => ({ EventType: EventType.ExecutionResumed, EventId: -1, Reason: reason(call), Timestamp }));
