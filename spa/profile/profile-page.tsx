/** Who is signed in, and what the shop keeps for them. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { showBasket } from '../api/basket.ts';
import { buyerQuery, cardsQuery, eraseBuyer } from '../api/orders.ts';
import { problemText } from '../api/problem-text.ts';
import { providerQuery } from '../api/provider.ts';
import { queryClient } from '../api/queries.ts';
import { tellOtherTabs } from '../basket/across-tabs.ts';
import { signOutFromHere } from '../session/leave.ts';
import { SignedIn } from '../session/signed-in.tsx';
import type { User } from '../session/stored-user.ts';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { Addresses } from './addresses.tsx';
import { Cards } from './cards.tsx';

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="grid gap-4 border-t border-line py-8 md:grid-cols-[14rem_1fr] md:gap-8">
    <h2 className="text-2xl">{title}</h2>
    <div className="min-w-0">{children}</div>
  </section>
);

/** The provider's own pages for it, where there are any. */
const AccountLink = () => {
  const { data } = useQuery(providerQuery);
  if (data?.account === undefined) return null;
  return (
    <a href={data.account} className={buttonClass('bare', 'mt-2 text-sm')}>
      {texts.profile.account}
    </a>
  );
};

const Who = ({ user }: { user: User }) => (
  <div className="flex flex-wrap items-start justify-between gap-4">
    <div>
      <p className="text-lg font-semibold">{user.name}</p>
      {user.email !== undefined && <p>{user.email}</p>}
      <p className="mt-1 text-sm text-soft">{texts.profile.whoHint}</p>
      <AccountLink />
    </div>
    <Button look="quiet" onClick={() => void signOutFromHere()}>
      {texts.header.signOut}
    </Button>
  </div>
);

/** What is going to be empty, shown at once: basket and cards hear of it by a message. */
const showErased = (userId: string): void => {
  showBasket(userId, { lines: [], subtotalMinor: 0, currency: null });
  queryClient.setQueryData(cardsQuery(userId).queryKey, { cards: [] });
  void queryClient.invalidateQueries({ queryKey: buyerQuery(userId).queryKey });
  tellOtherTabs();
};

const Erase = ({ userId }: { userId: string }) => {
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: eraseBuyer,
    onSuccess: () => {
      toast({ text: texts.profile.erased });
      showErased(userId);
    },
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: () => setIsAsking(false),
  });
  return (
    <>
      <p className="mb-4 max-w-prose text-soft">{texts.profile.leaveText}</p>
      <Button look="danger" icon="bin" onClick={() => setIsAsking(true)}>
        {texts.profile.erase}
      </Button>
      <Confirm
        open={isAsking}
        title={texts.profile.eraseTitle}
        text={texts.profile.eraseText}
        action={texts.profile.erase}
        busy={isPending}
        onConfirm={() => mutate()}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
};

const Profile = ({ user }: { user: User }) => (
  <>
    <Section title={texts.profile.who}>
      <Who user={user} />
    </Section>
    <Section title={texts.profile.addresses}>
      <Addresses user={user} />
    </Section>
    <Section title={texts.profile.cards}>
      <Cards user={user} />
    </Section>
    <Section title={texts.profile.leave}>
      <Erase userId={user.id} />
    </Section>
  </>
);

export const ProfilePage = () => (
  <Page title={texts.profile.title}>
    <SignedIn to="profile">{(user) => <Profile user={user} />}</SignedIn>
  </Page>
);
