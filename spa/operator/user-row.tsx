/** One user: who they are, and what an operator can change about them, each change after a question. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserChanges, UserView } from '../../shared/contracts/users.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import { changeUser } from '../api/users.ts';
import { dateAndTime } from '../format.ts';
import { useUser } from '../session/session.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { toast } from '../ui/toast.tsx';

const texts = operatorTexts.user;

interface UserRowProps {
  user: UserView;
  knownRoles: readonly string[];
  endpoint: string;
}

/** A change that can be made, and what is asked before. */
interface Change {
  action: string;
  title: string;
  text: string;
  changes: UserChanges;
}

const roleChange = ({ name, roles }: UserView, role: string): Change => {
  const called = texts.role(role);
  return roles.includes(role)
    ? {
        action: texts.take(called),
        title: texts.takeTitle(name, called),
        text: texts.takeText,
        changes: { roles: roles.filter((one) => one !== role) },
      }
    : {
        action: texts.give(called),
        title: texts.giveTitle(name, called),
        text: texts.giveText,
        changes: { roles: [...roles, role] },
      };
};

const disabling = ({ name }: UserView): Change => ({
  action: texts.disable,
  title: texts.disableTitle(name),
  text: texts.disableText,
  changes: { disabled: true },
});

const useChange = (endpoint: string, user: UserView, onSettled: () => void) =>
  useMutation({
    mutationFn: (changes: UserChanges) => changeUser(endpoint, user.id, changes),
    onSuccess: ({ name }) => toast({ text: texts.changed(name) }),
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['operate', 'users'] });
      onSettled();
    },
  });

/** Buttons have the user's name for those who hear them one by one. */
const Named = ({ action, name }: { action: string; name: string }) => (
  <>
    {action} <span className="sr-only">({name})</span>
  </>
);

const Actions = ({ user, knownRoles, endpoint }: UserRowProps) => {
  const [asked, setAsked] = useState<Change>();
  const { mutate, isPending } = useChange(endpoint, user, () => setAsked(undefined));
  const changes = [...knownRoles.map((role) => roleChange(user, role)), ...(user.disabled ? [] : [disabling(user)])];
  return (
    <div className="flex flex-wrap gap-2">
      {changes.map((change) => (
        <Button key={change.action} look="quiet" onClick={() => setAsked(change)}>
          <Named action={change.action} name={user.name} />
        </Button>
      ))}
      {user.disabled && (
        <Button look="quiet" busy={isPending} onClick={() => mutate({ disabled: false })}>
          <Named action={texts.enable} name={user.name} />
        </Button>
      )}
      <Confirm
        open={asked !== undefined}
        title={asked?.title ?? ''}
        text={asked?.text}
        action={asked?.action ?? ''}
        busy={isPending}
        onConfirm={() => asked && mutate(asked.changes)}
        onClose={() => setAsked(undefined)}
      />
    </div>
  );
};

const Chip = ({ text }: { text: string }) => (
  <span className="rounded-full bg-sand px-2.5 py-0.5 text-sm font-semibold text-soft">{text}</span>
);

export const UserRow = ({ user, ...rest }: UserRowProps) => {
  const isSelf = useUser()?.id === user.id;
  const facts = [
    user.email,
    ...(user.emailVerified ? [] : [texts.unconfirmed]),
    user.lastSignInAt === null ? texts.neverSeen : texts.seen(dateAndTime(user.lastSignInAt)),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-line px-5 py-4 last:border-0">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{user.name}</span>
          {isSelf && <Chip text={texts.you} />}
          {user.roles.map((role) => (
            <Chip key={role} text={texts.role(role)} />
          ))}
          {user.disabled && <Chip text={texts.disabled} />}
        </p>
        <p className="text-sm [overflow-wrap:anywhere] text-soft">{facts.join(' · ')}</p>
      </div>
      {!isSelf && <Actions user={user} {...rest} />}
    </li>
  );
};
