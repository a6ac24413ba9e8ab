/** The functions of a loaded app as the host runs them: indexed once, checked, and everything unsupported refused by name. */
import { isTrigger, problemsOf, sameType, type TriggerType, triggers } from './bindings.ts';
import type { Registry } from './core-module.ts';
import type { BindingInfo, FunctionCallback, FunctionMetadata } from './core-types.ts';
import { refuse } from './errors.ts';
import { isDisabled } from './settings.ts';

/** A binding under its key in `bindings`, the name by which inputs and outputs are matched. */
export interface NamedBinding {
  key: string;
  binding: BindingInfo;
}

export interface HostedFunction {
  name: string;
  metadata: FunctionMetadata;
  callback: FunctionCallback;
  triggerType: TriggerType;
  trigger: NamedBinding;
  /** Keys of the `durableClient` inputs. */
  clients: readonly string[];
  /** Outputs that the host sends: all but HTTP answers. */
  outputs: readonly NamedBinding[];
  disabled: boolean;
}

/** The title over everything that keeps an app from running. */
export const cannotRun = 'This app cannot run here:';

const bindingsOf = (metadata: FunctionMetadata): NamedBinding[] =>
  Object.entries(metadata.bindings).map(([key, binding]) => ({ key, binding }));

const hosted = (metadata: FunctionMetadata, callback: FunctionCallback): HostedFunction | undefined => {
  const bindings = bindingsOf(metadata);
  const trigger = bindings.find(({ binding }) => isTrigger(binding.type));
  const triggerType = trigger && sameType(triggers, trigger.binding.type);
  if (trigger === undefined || triggerType === undefined) return undefined;
  return {
    name: metadata.name,
    metadata,
    callback,
    triggerType,
    trigger,
    clients: bindings.filter(({ binding }) => binding.type === 'durableClient').map(({ key }) => key),
    outputs: bindings.filter(({ binding }) => binding.direction === 'out' && binding.type !== 'http'),
    disabled: isDisabled(metadata.name),
  };
};

/** Every function of the app. Throws a HostError that lists all that cannot run here; disabled functions are not judged. */
export const indexFunctions = (registry: Registry): HostedFunction[] => {
  const registered = [...registry.functions.values()];
  const enabled = registered.map(({ metadata }) => metadata).filter(({ name }) => !isDisabled(name));
  const names = enabled.map(({ name }) => name.toLowerCase());
  refuse(cannotRun, [
    ...enabled.flatMap((metadata) =>
      Object.values(metadata.bindings)
        .flatMap(problemsOf)
        .map((problem) => `function "${metadata.name}": ${problem}`),
    ),
    ...enabled
      .filter(({ name }, at) => names.indexOf(name.toLowerCase()) !== at)
      .map(({ name }) => `function "${name}": another one has this name (case does not count)`),
  ]);
  return registered.flatMap(({ metadata, callback }) => hosted(metadata, callback) ?? []);
};

/** The enabled functions of one trigger type. */
export const functionsOf = (functions: readonly HostedFunction[], type: TriggerType): HostedFunction[] =>
  functions.filter((each) => each.triggerType === type && !each.disabled);
