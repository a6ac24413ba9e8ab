/** Who is signed in, in this and every other open tab. */
import { settings } from '../settings.ts';
import { type Stored, stored, useStored } from '../stored.ts';
import { readStoredUser, type StoredUser, type User, userKey } from './stored-user.ts';

let kept: Stored | undefined;

/** The text in which the user is kept. */
export const keptUser = (): Stored => (kept ??= stored(userKey(settings())));

/** The user of this moment, with their token. */
export const currentUser = (): StoredUser | undefined => readStoredUser(keptUser().read());

let latest: { text: string | null; user: User | undefined } = { text: null, user: undefined };

/** The signed-in user, followed as they come and go; undefined for a visitor. */
export const useUser = (): User | undefined => {
  const text = useStored(keptUser());
  if (latest.text !== text) latest = { text, user: readStoredUser(text) };
  return latest.user;
};
