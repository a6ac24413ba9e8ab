/**
 * The API for administering users, where the identity provider has one: its discovery document then names the address as
 * `shop_user_administration_endpoint`. GET lists users, PATCH at `/{id}` changes one; callers are operators, with the shop's tokens.
 */

export interface UserView {
  id: string;
  /** Display name. */
  name: string;
  email: string;
  emailVerified: boolean;
  username: string;
  roles: readonly string[];
  /** Can neither sign in nor get new tokens. */
  disabled: boolean;
  /** UTC, ISO 8601. */
  createdAt: string;
  lastSignInAt: string | null;
}

/** A page of users, by name. */
export interface UserPage {
  pageSize: number;
  pageIndex: number;
  total: number;
  /** The roles that can be given. */
  knownRoles: readonly string[];
  items: readonly UserView[];
}

/** Roles replace all that the user had. */
export type UserChanges = Partial<Pick<UserView, 'disabled' | 'roles'>>;
