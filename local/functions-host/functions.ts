/** The functions of a loaded app as the host runs them: indexed once, checked, and everything unsupported refused by name. */
import type { z } from 'zod';
import type { Registry } from './core-module.ts';
import type { BindingInfo, FunctionCallback, FunctionMetadata } from './core-types.ts';
import { refuse } from './errors.ts';
import { isDisabled } from './settings.ts';

export const triggerTypes = [
  'httpTrigger',
  'serviceBusTrigger',
  'timerTrigger',
  'orchestrationTrigger',
  'activityTrigger',
] as const;
export type TriggerType = (typeof triggerTypes)[number];
const inputTypes = ['durableClient'];
const outputTypes = ['http', 'serviceBus'];

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

const sameType = <T extends string>(types: readonly T[], type: string): T | undefined =>
  types.find((known) => known.toLowerCase() === type.toLowerCase());

const isTrigger = ({ binding }: NamedBinding) => /trigger$/i.test(binding.type);

const bindingsOf = (metadata: FunctionMetadata): NamedBinding[] =>
  Object.entries(metadata.bindings).map(([key, binding]) => ({ key, binding }));

/** Why the host cannot run a function: one line per unsupported binding, none when it can. */
const problemsOf = (metadata: FunctionMetadata): string[] => {
  const unsupported = ({ binding }: NamedBinding, types: readonly string[], kind: string) =>
    sameType(types, binding.type) === undefined
      ? [
          `function "${metadata.name}": ${kind} type "${binding.type}" is not supported (supported: ${types.join(', ')})`,
        ]
      : [];
  const bindings = bindingsOf(metadata);
  return [
    ...bindings.filter(isTrigger).flatMap((trigger) => unsupported(trigger, triggerTypes, 'trigger')),
    ...bindings
      .filter((each) => each.binding.direction === 'in' && !isTrigger(each))
      .flatMap((input) => unsupported(input, inputTypes, 'input')),
    ...bindings
      .filter(({ binding }) => binding.direction === 'out')
      .flatMap((output) => unsupported(output, outputTypes, 'output')),
    ...bindings
      .filter(({ binding }) => binding.properties?.supportsDeferredBinding === 'true')
      .map(({ key }) => `function "${metadata.name}": sdkBinding of "${key}" is not supported; leave it out`),
  ];
};

const hosted = (metadata: FunctionMetadata, callback: FunctionCallback): HostedFunction | undefined => {
  const bindings = bindingsOf(metadata);
  const trigger = bindings.find(isTrigger);
  const triggerType = trigger && sameType(triggerTypes, trigger.binding.type);
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
  const enabled = registered.filter(({ metadata }) => !isDisabled(metadata.name));
  const names = enabled.map(({ metadata }) => metadata.name.toLowerCase());
  const twice = enabled.filter(({ metadata }, at) => names.indexOf(metadata.name.toLowerCase()) !== at);
  refuse('This app cannot run here:', [
    ...enabled.flatMap(({ metadata }) => problemsOf(metadata)),
    ...twice.map(({ metadata }) => `function "${metadata.name}": another one has this name (case does not count)`),
  ]);
  return registered.flatMap(({ metadata, callback }) => hosted(metadata, callback) ?? []);
};

/** The enabled functions of one trigger type. */
export const functionsOf = (functions: readonly HostedFunction[], type: TriggerType): HostedFunction[] =>
  functions.filter((each) => each.triggerType === type && !each.disabled);

/** Parses a binding's own options; a problem names function and option. */
export const parseBinding = <Schema extends z.ZodType>(
  schema: Schema,
  binding: BindingInfo,
  functionName: string,
): z.output<Schema> => {
  const parsed = schema.safeParse(binding);
  if (!parsed.success) {
    refuse(
      'This app cannot run here:',
      parsed.error.issues.map(
        ({ path, message }) => `function "${functionName}", ${binding.type}: ${path.join('.')} ${message}`,
      ),
    );
  }
  return parsed.data as z.output<Schema>;
};
