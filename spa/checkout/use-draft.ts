/** The checkout's draft of this tab. */
import { useMemo } from 'react';
import { storagePrefix } from '../session/stored-user.ts';
import { stored, useStored } from '../stored.ts';
import { type Draft, parseDraft } from './draft.ts';

const kept = stored(`${storagePrefix}checkout`, () => sessionStorage);

type Decision = Exclude<keyof Draft, 'userId' | 'orderKey'>;
type Decisions = { [Name in Decision]?: Draft[Name] | undefined };

const parse = (text: string | null, userId: string): Draft => parseDraft(text, userId, () => crypto.randomUUID());

const write = (draft: Draft): void => kept.write(JSON.stringify(draft));

/** The draft, and how to decide something: what is decided makes it another order, with a key of its own. */
export const useDraft = (userId: string): [Draft, (decisions: Decisions) => void] => {
  const text = useStored(kept);
  const draft = useMemo(() => parse(text, userId), [text, userId]);
  // Something else may have been decided while a card was being saved: what is kept now counts, not what this page showed.
  const decide = (decisions: Decisions): void =>
    write({ ...parse(kept.read(), userId), ...(decisions as Partial<Draft>), orderKey: crypto.randomUUID() });
  return [draft, decide];
};

/** A new draft in which some things are decided. */
export const beginDraft = (userId: string, decisions: Pick<Draft, Decision>): void =>
  write({ userId, orderKey: crypto.randomUUID(), ...decisions });

/** The order is placed, or its buyer has left. */
export const forgetDraft = (): void => kept.write(null);
