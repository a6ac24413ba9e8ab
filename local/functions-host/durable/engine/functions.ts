/** The app's durable functions by name, without regard to case, as the extension looks them up. */
import type { DurableFunction } from '../port.ts';

export type DurableKind = 'orchestrator' | 'activity';

export interface Functions {
  /** The name as registered, or undefined. */
  find: (kind: DurableKind, name: string) => string | undefined;
  /** Why a function cannot be called, in words for its caller, or undefined when it can. */
  refusal: (kind: DurableKind, name: string) => string | undefined;
}

export const indexFunctions = (functions: readonly DurableFunction[]): Functions => {
  const namesOf = (type: DurableFunction['type']): Map<string, string> =>
    new Map(functions.filter((f) => f.type === type).map((f) => [f.name.toLowerCase(), f.name]));
  const names = { orchestrator: namesOf('orchestrationTrigger'), activity: namesOf('activityTrigger') };
  const find = (kind: DurableKind, name: string) => names[kind].get(name.toLowerCase());
  return {
    find,
    refusal: (kind, name) => {
      if (find(kind, name) !== undefined) return undefined;
      const known = [...names[kind].values()].join(', ') || 'none';
      return `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. Known ${kind} functions: ${known}.`;
    },
  };
};
