/** Reads what an orchestrator function answered: its return value, or the data behind the label in its error. */
import type { RpcTypedData } from '../../rpc.ts';
import type { Outcome } from '../replay/actions.ts';

/** `failure`: the function gave nothing that could be re-executed; the instance fails with this text. */
export type Answer = { outcome: Outcome } | { failure: string };

/** durable-functions puts the actions of an orchestrator that threw behind this label in the error's message. */
const label = '\n\n$OutOfProcData$:';

interface WireOutcome extends Omit<Outcome, 'actions'> {
  actions: Outcome['actions'][];
}

const parse = (json: string): Answer => {
  const wire = JSON.parse(json) as Partial<WireOutcome> | null;
  if (typeof wire?.isDone !== 'boolean' || !Array.isArray(wire.actions) || wire.actions.length !== 1)
    return {
      failure:
        'The orchestrator function did not answer as durable-functions does: register it with df.app.orchestration.',
    };
  return { outcome: { ...wire, isDone: wire.isDone, actions: wire.actions[0] ?? [] } };
};

/** The answer in the return value of an orchestrator that did not throw. */
export const readReturned = (value: RpcTypedData | undefined): Answer => parse(value?.json ?? 'null');

/** The answer in the error of an orchestrator that threw; an error of the SDK itself has no label. */
export const readThrown = (error: unknown): Answer => {
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf(label);
  return at < 0 ? { failure: message } : parse(message.slice(at + label.length));
};
