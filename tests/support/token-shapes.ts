/** Access tokens as two kinds of provider write them, and the settings that go with each. */

export interface Person {
  id: string;
  name: string;
  roles: readonly string[];
}

export interface TokenShape {
  /** The settings of the apps that read such tokens. */
  settings: Record<string, string>;
  claims(person: Person, scopes: string): Record<string, unknown>;
}

const entraAudience = '4f5c6d1e-9a0b-4c3d-8e7f-0a1b2c3d4e5f';

/** As our own provider writes them. */
export const plain: TokenShape = {
  settings: {},
  claims: ({ id, name, roles }, scope) => ({ aud: 'eshop', sub: id, name, roles, scope }),
};

/** As Microsoft Entra External ID writes them: the `sub` is another one for every application, the user's id is `oid`. */
export const entra: TokenShape = {
  settings: {
    IDENTITY_AUDIENCE: entraAudience,
    IDENTITY_SCOPE_CLAIM: 'scp',
    IDENTITY_USER_CLAIM: 'oid',
    IDENTITY_ROLES_CLAIM: 'roles',
  },
  claims: ({ id, name, roles }, scp) => ({
    aud: entraAudience,
    azp: '0d9c8b7a-6f5e-4d3c-2b1a-908070605040',
    oid: id,
    sub: `pairwise-of-${id}`,
    tid: '7a8b9c0d-1e2f-4a3b-8c4d-5e6f70819203',
    ver: '2.0',
    name,
    scp,
    ...(roles.length > 0 && { roles }),
  }),
};
