/** Asks the orchestrator function what it does over its history, and lets the replay make the decision out of that. */
import { typedText } from '../../typed-text.ts';
import { type Answer, readReturned, readThrown } from '../exchange/outcome.ts';
import { orchestrationTrigger } from '../exchange/trigger.ts';
import { type EventText, freshText, type HistoryEvent } from '../replay/history.ts';
import { completion, type Decision, nextIdAfter, replay } from '../replay/replay.ts';
import { traceContext } from './activities.ts';
import { parentOf } from './children.ts';
import type { Engine } from './context.ts';
import type { Instance } from './instances.ts';

/** Runs the orchestrator function over the past and the fresh events. */
export const ask = async (engine: Engine, instance: Instance, fresh: readonly EventText[]): Promise<Answer> => {
  const { row } = instance;
  const name = engine.functions.find('orchestrator', row.name) ?? row.name;
  const trigger = orchestrationTrigger({
    instanceId: row.id,
    parentInstanceId: parentOf(instance)?.OrchestrationInstance.InstanceId,
    input: row.input,
    past: engine.instances.history(instance).text,
    fresh: freshText(fresh),
  });
  try {
    const metadata = { instanceId: typedText(row.id) };
    return readReturned(await engine.options.invoke(name, { string: trigger }, metadata, traceContext(row.trace)));
  } catch (error) {
    return readThrown(error);
  }
};

/** The extension's limit for a custom status: 16 KB of UTF-16. */
const longestCustomStatus = 8192;

const customStatusOf = (answer: Answer): string | undefined => {
  const status = 'outcome' in answer ? answer.outcome.customStatus : undefined;
  return status === undefined || status === null ? undefined : JSON.stringify(status);
};

const tooLong = (customStatus: string): string =>
  'The UTF-16 size of the JSON-serialized custom status must not exceed 16 KB. The current one has ' +
  `${Math.ceil(customStatus.length / 512)} KB.`;

/** The decision, whatever the answer; sets the custom status that came with it. */
export const decide = (
  engine: Engine,
  instance: Instance,
  fresh: readonly HistoryEvent[],
  answer: Answer,
): Decision => {
  const past = engine.instances.history(instance).events;
  const customStatus = customStatusOf(answer);
  const failure =
    'failure' in answer
      ? answer.failure
      : customStatus !== undefined && customStatus.length > longestCustomStatus
        ? tooLong(customStatus)
        : undefined;
  const timestamp = fresh[0]?.Timestamp ?? '';
  if (failure !== undefined || !('outcome' in answer))
    return completion('Failed', failure ?? '', { id: nextIdAfter(past), timestamp });
  const { id: instanceId, execution_id: executionId, name } = instance.row;
  const defaultVersion = engine.options.defaultVersion ?? '';
  const { refusal } = engine.functions;
  if (customStatus !== undefined) instance.row.custom_status = customStatus;
  try {
    return replay({ instanceId, executionId, name, defaultVersion, past, fresh, outcome: answer.outcome, refusal });
  } catch (error) {
    engine.log.error({ err: error, instance: instanceId }, 'the actions of the orchestrator could not be re-executed');
    return completion('Failed', `The orchestrator's actions could not be re-executed: ${String(error)}`, {
      id: nextIdAfter(past),
      timestamp,
    });
  }
};
