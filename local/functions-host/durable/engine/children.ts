/** Sub-orchestrations: how a parent starts its child, and how it learns of the child's end. */
import { EventType, type ParentInstance, type SubOrchestrationInstanceCreated } from '../replay/history.ts';
import type { Engine } from './context.ts';
import { type Instance, isFinished } from './instances.ts';

export const parentOf = (instance: Instance): ParentInstance | null =>
  instance.row.parent === null ? null : (JSON.parse(instance.row.parent) as ParentInstance);

/** Starts the child, or fails the call if a living instance has its id. */
export const startChild = (engine: Engine, instance: Instance, event: SubOrchestrationInstanceCreated): void => {
  const { row } = instance;
  const inTheWay = engine.start({
    name: engine.functions.find('orchestrator', event.Name) ?? event.Name,
    instanceId: event.InstanceId,
    input: event.Input,
    version: event.Version,
    trace: row.trace,
    parent: {
      Name: row.name,
      OrchestrationInstance: { InstanceId: row.id, ExecutionId: row.execution_id },
      TaskScheduleId: event.EventId,
      Version: row.version,
    },
  });
  if (inTheWay === undefined) return;
  const Reason = `An Orchestration instance '${event.InstanceId}' with the status ${inTheWay.row.status} already exists.`;
  engine.deliver(
    instance,
    {
      EventType: EventType.SubOrchestrationInstanceFailed,
      EventId: -1,
      TaskScheduledId: event.EventId,
      Reason,
      Details: JSON.stringify({ Message: Reason }),
      Timestamp: event.Timestamp,
    },
    'keep',
  );
};

/** Tells the parent how its child ended, in the same transaction. */
export const notifyParent = (engine: Engine, instance: Instance, Timestamp: string): void => {
  const parent = parentOf(instance);
  const waiting = parent && engine.instances.get(parent.OrchestrationInstance.InstanceId);
  if (!parent || !waiting || isFinished(waiting.row)) return;
  if (waiting.row.execution_id !== parent.OrchestrationInstance.ExecutionId) return;
  const base = { EventId: -1, TaskScheduledId: parent.TaskScheduleId, Timestamp };
  const output = instance.row.output ?? '';
  if (instance.row.status === 'Completed')
    engine.deliver(
      waiting,
      { EventType: EventType.SubOrchestrationInstanceCompleted, ...base, Result: instance.row.output },
      'keep',
    );
  else
    engine.deliver(
      waiting,
      {
        EventType: EventType.SubOrchestrationInstanceFailed,
        ...base,
        Reason: output,
        Details: JSON.stringify({ Message: output }),
      },
      'keep',
    );
};
