/** What the storefront is told at its start by /config.json: where the shop's API and the identity provider are. */

export interface Settings {
  /** Origin of the gateway; empty when it serves this page too. */
  gateway: string;
  issuer: string;
  clientId: string;
  /** Space-separated, as the provider wants them. */
  scopes: string;
}

const names = ['gateway', 'issuer', 'clientId', 'scopes'] as const satisfies readonly (keyof Settings)[];

/** The settings in a parsed config.json; throws what is wrong with it. */
export const parseSettings = (config: unknown): Settings => {
  const given = (typeof config === 'object' && config !== null ? config : {}) as Record<string, unknown>;
  const wrong = names.filter((name) => typeof given[name] !== 'string' || (name !== 'gateway' && given[name] === ''));
  if (wrong.length > 0) throw new Error(`/config.json must hold text for: ${wrong.join(', ')}.`);
  const { gateway, issuer, clientId, scopes } = given as unknown as Settings;
  return { gateway: gateway.replace(/\/$/, ''), issuer: issuer.replace(/\/$/, ''), clientId, scopes };
};

let loaded: Settings | undefined;

/** Reads /config.json; the storefront asks nothing else before. */
export const loadSettings = async (): Promise<Settings> => {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`/config.json answered ${response.status}.`);
  loaded = parseSettings(await response.json());
  return loaded;
};

/** The settings that were read at the start. */
export const settings = (): Settings => {
  if (!loaded) throw new Error('loadSettings() comes first.');
  return loaded;
};
