/** Runs a function on request of the administration API, with the text that its trigger would have brought. */
import type { HostedFunction } from './functions.ts';
import type { Call, Invoke } from './invocation.ts';
import type { RpcInvocationResponse } from './rpc.ts';
import { timerValue } from './timer/timers.ts';
import { traceContext } from './trace-context.ts';

const triggerFor = (fn: HostedFunction, input: string): Call['trigger'] | undefined => {
  switch (fn.triggerType) {
    case 'timerTrigger':
      return timerValue(null, false);
    case 'serviceBusTrigger':
    case 'activityTrigger':
      return { string: input };
    case 'httpTrigger':
    case 'orchestrationTrigger':
      return undefined;
  }
};

/** Undefined for a function that is called over HTTP or started by a durable client instead. */
export const createRunByHand =
  (invoke: Invoke) =>
  (fn: HostedFunction, input: string): Promise<RpcInvocationResponse> | undefined => {
    const trigger = triggerFor(fn, input);
    return trigger && invoke(fn, { trigger, metadata: {}, trace: traceContext() });
  };
