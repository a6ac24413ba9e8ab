/** Reads the setting of a Redis store: `redis://…` or `rediss://…` (TLS). */

export interface RedisSetting {
  /** The address for the client, without our options. */
  url: string;
  /** Before every key; two contexts that share a Redis have one each. */
  prefix: string;
  /** Over TLS without a password, Entra ID authenticates. */
  entra: boolean;
}

/** @throws Error that says what is wrong, without showing the setting, which may hold a password */
export const parseRedisSetting = (setting: string): RedisSetting => {
  if (!URL.canParse(setting))
    throw new Error('The Redis address cannot be read: percent-encode what is special in its password, e.g. @ as %40.');
  const url = new URL(setting);
  if (url.hash) throw new Error('The Redis address holds a #: percent-encode it as %23.');
  if (!url.hostname) throw new Error('The Redis address names no host.');
  if (!/^\/?\d*$/.test(url.pathname))
    throw new Error('The path of the Redis address must be the number of a database, e.g. /0.');
  const { prefix = 'eshop', ...unknown } = Object.fromEntries(url.searchParams);
  if (Object.keys(unknown).length > 0)
    throw new Error('The only option of a Redis address is prefix, e.g. ?prefix=basket.');
  url.search = '';
  return { url: url.href, prefix, entra: url.protocol === 'rediss:' && url.password === '' };
};
