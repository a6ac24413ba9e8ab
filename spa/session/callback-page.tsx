/** Where the identity provider sends people back to: finishes the sign-in and goes on to where they came from. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTitle } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState, Loading } from '../ui/states.tsx';
import { signInFromHere } from './leave.ts';

let finishing: Promise<string> | undefined;

/** A code works once: whoever asks again gets the same promise. */
const finish = (): Promise<string> =>
  (finishing ??= import('./provider.ts').then(({ finishSignIn }) => finishSignIn()));

export const CallbackPage = () => {
  useTitle(texts.header.signIn);
  const router = useRouter();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    finish().then(
      (path) => router.history.replace(path),
      () => setFailed(true),
    );
  }, [router]);

  if (!failed)
    return (
      <Loading>
        <p className="px-4 py-24 text-center text-lg text-soft">{texts.session.working}</p>
      </Loading>
    );
  return (
    <div role="alert">
      <EmptyState level={1} title={texts.session.failedTitle} text={texts.session.failed}>
        <Button icon="user" onClick={() => void signInFromHere('/')}>
          {texts.session.signIn}
        </Button>
        <ButtonLink look="quiet" to="/">
          {texts.errors.home}
        </ButtonLink>
      </EmptyState>
    </div>
  );
};
