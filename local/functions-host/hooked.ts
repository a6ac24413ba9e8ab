/** The handler of one invocation between the app's preInvocation and postInvocation hooks. */
import type { Registry } from './core-module.ts';
import type { CoreInvocationContext, FunctionCallback, InvocationModel } from './core-types.ts';

/** An invocation that is ready to run. */
export interface Prepared {
  model: InvocationModel;
  context: unknown;
  inputs: unknown[];
  callback: FunctionCallback;
}

/** What both kinds of hooks see; assigning to it throws, as in the worker. */
const readOnly = (appHookData: object, invocationContext: unknown) => {
  const hookData = {};
  return <Own extends object>(own: Own): Own =>
    Object.defineProperties(own, {
      hookData: { get: () => hookData, enumerable: true },
      appHookData: { get: () => appHookData, enumerable: true },
      invocationContext: { get: () => invocationContext, enumerable: true },
    });
};

const outcomeOf = async (
  model: InvocationModel,
  context: unknown,
  { inputs, functionCallback }: { inputs: unknown[]; functionCallback: FunctionCallback },
): Promise<{ result: unknown; error: unknown }> => {
  try {
    return { result: await model.invokeFunction(context, inputs, functionCallback), error: undefined };
  } catch (error) {
    return { result: undefined, error: error ?? new Error('Unknown error') };
  }
};

/** Runs the handler; hooks may replace inputs, handler, result and error, and a hook that throws fails the invocation. */
export const runHooked = async (
  { hooks, appHookData }: Registry,
  core: CoreInvocationContext,
  { model, context, inputs, callback }: Prepared,
): Promise<unknown> => {
  if (hooks.preInvocation.length === 0 && hooks.postInvocation.length === 0) {
    core.state = 'invocation';
    return model.invokeFunction(context, inputs, callback);
  }
  const withShared = readOnly(appHookData, context);
  const pre = withShared({ inputs, functionCallback: callback });
  core.state = 'preInvocationHooks';
  for (const hook of hooks.preInvocation) await hook(pre);
  core.state = 'invocation';
  const post = withShared({ inputs: pre.inputs, ...(await outcomeOf(model, context, pre)) });
  core.state = 'postInvocationHooks';
  for (const hook of hooks.postInvocation) await hook(post);
  core.state = undefined;
  if (post.error !== undefined && post.error !== null) throw post.error;
  return post.result;
};
