/** Pages for people who are signed in: others are asked to, and come back to the same page. */
import type { ReactNode } from 'react';
import { useTitle } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { signInFromHere } from './leave.ts';
import { useUser } from './session.ts';
import type { User } from './stored-user.ts';

interface SignedInProps {
  /** What they need to sign in for. */
  to: keyof typeof texts.session.signInText;
  /** Of the heading: 1 where the page has no other. */
  level?: 1 | 2;
  children: (user: User) => ReactNode;
}

const Asked = ({ to, level }: Required<Pick<SignedInProps, 'to' | 'level'>>) => {
  useTitle(texts.session.signInTitle);
  return (
    <EmptyState level={level} title={texts.session.signInTitle} text={texts.session.signInText[to]}>
      <Button icon="user" onClick={() => void signInFromHere()}>
        {texts.session.signIn}
      </Button>
    </EmptyState>
  );
};

export const SignedIn = ({ to, level = 2, children }: SignedInProps) => {
  const user = useUser();
  return user === undefined ? <Asked to={to} level={level} /> : children(user);
};
