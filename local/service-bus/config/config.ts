/** From a Config.json to the definition of the broker's entities, or to a list of everything that is wrong with it. */
import { readFileSync } from 'node:fs';
import type { CorrelationFilter, SystemField } from '../engine/filter.ts';
import type { QueueSettings } from '../engine/model.ts';
import type { NamespaceDefinition } from '../engine/namespace.ts';
import type { Rule } from '../engine/topic.ts';
import { parseJsonc } from './jsonc.ts';
import { schemaProblems } from './problems.ts';
import { type BrokerConfig, configSchema, type ParsedConfig, type ParsedRule } from './schema.ts';

/** A configuration that cannot be used. The message lists every problem. */
export class ConfigError extends Error {}

const failWith = (source: string, problems: readonly string[]): never => {
  throw new ConfigError([`${source} cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
};

type Namespace = ParsedConfig['UserConfig']['Namespaces'][number];
type Receiving = Namespace['Topics'][number]['Subscriptions'][number]['Properties'];

const settingsOf = (properties: Receiving): QueueSettings => ({
  lockDuration: properties.LockDuration,
  maxDeliveryCount: properties.MaxDeliveryCount,
  defaultTimeToLive: properties.DefaultMessageTimeToLive,
  deadLetteringOnMessageExpiration: properties.DeadLetteringOnMessageExpiration,
});

const systemField = (name: string): SystemField => `${name.charAt(0).toLowerCase()}${name.slice(1)}` as SystemField;

const filterOf = (fields: NonNullable<ParsedRule['Properties']['CorrelationFilter']>): CorrelationFilter => {
  const { Properties, ...texts } = fields;
  const system = new Map<SystemField, string>();
  for (const [name, text] of Object.entries(texts)) if (text !== undefined) system.set(systemField(name), text);
  return { kind: 'correlation', system, properties: new Map(Object.entries(Properties ?? {})) };
};

const ruleOf = ({ Name, Properties }: ParsedRule): Rule => ({
  name: Name,
  filter: Properties.CorrelationFilter === undefined ? { kind: 'true' } : filterOf(Properties.CorrelationFilter),
});

const defaultRule: Rule = { name: '$Default', filter: { kind: 'true' } };

const definitionOf = (namespace: Namespace): NamespaceDefinition => ({
  queues: namespace.Queues.map(({ Name, Properties }) => ({ name: Name, settings: settingsOf(Properties) })),
  topics: namespace.Topics.map(({ Name, Properties, Subscriptions }) => ({
    name: Name,
    defaultTimeToLive: Properties.DefaultMessageTimeToLive,
    subscriptions: Subscriptions.map((subscription) => ({
      name: subscription.Name,
      settings: settingsOf(subscription.Properties),
      rules: subscription.Rules.length === 0 ? [defaultRule] : subscription.Rules.map(ruleOf),
    })),
  })),
});

/** Checks a configuration and turns it into entities. Throws ConfigError; `source` is how the error calls the configuration. */
export const defineNamespace = (config: unknown, source = 'The configuration'): NamespaceDefinition => {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) return failWith(source, schemaProblems(parsed.error, config));
  const [namespace] = parsed.data.UserConfig.Namespaces;
  if (namespace === undefined) return failWith(source, ['UserConfig.Namespaces: must hold exactly one namespace']);
  return definitionOf(namespace);
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new ConfigError(
        `There is no configuration ${file}. Name another with --config, or write one in the format of the Service Bus emulator's Config.json.`,
      );
    throw error;
  }
};

const readConfigFile = (file: string): unknown => {
  const text = readText(file);
  try {
    return parseJsonc(text);
  } catch (error) {
    throw new ConfigError(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** The entities of a Config.json, given by its path or as an object. Throws ConfigError. */
export const loadConfig = (config: string | BrokerConfig): NamespaceDefinition =>
  typeof config === 'string' ? defineNamespace(readConfigFile(config), config) : defineNamespace(config);
