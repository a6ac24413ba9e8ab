/** The bindings that this host runs, with the options of each. What is not here is refused by name. */
import { z } from 'zod';
import type { BindingInfo } from './core-types.ts';

const connection = z.string().min(1).default('ServiceBus');
const entity = z.string().min(1).optional();

const serviceBusTrigger = z
  .object({
    connection,
    queueName: entity,
    topicName: entity,
    subscriptionName: entity,
    cardinality: z.literal('one', '"many" is not supported yet; leave it out').default('one'),
    isSessionsEnabled: z.literal(false, 'sessions are not supported yet').default(false),
    autoCompleteMessages: z.boolean().optional(),
    dataType: z.enum(['string', 'binary']).default('string'),
  })
  .refine(
    ({ queueName, topicName, subscriptionName }) =>
      (queueName !== undefined) !== (topicName !== undefined && subscriptionName !== undefined),
    'needs either queueName or topicName and subscriptionName',
  );

const serviceBusOutput = z
  .object({ connection, queueName: entity, topicName: entity })
  .refine(
    ({ queueName, topicName }) => (queueName !== undefined) !== (topicName !== undefined),
    'needs either queueName or topicName',
  );

const plain = z.object({});

export const triggers = {
  httpTrigger: z.object({
    route: z.string().optional(),
    methods: z.array(z.string().toUpperCase()).default([]),
    authLevel: z.enum(['anonymous', 'function', 'admin']).default('function'),
  }),
  serviceBusTrigger,
  timerTrigger: z.object({
    schedule: z.string().min(1),
    runOnStartup: z.boolean().default(false),
    useMonitor: z.boolean().optional(),
  }),
  orchestrationTrigger: plain,
  activityTrigger: plain,
};

export const inputs = { durableClient: plain };
export const outputs = { http: plain, serviceBus: serviceBusOutput };

export type TriggerType = keyof typeof triggers;

const kindOf = ({ type, direction }: BindingInfo): [string, Record<string, z.ZodType>] => {
  if (isTrigger(type)) return ['trigger', triggers];
  return direction === 'out' ? ['output', outputs] : ['input', inputs];
};

export const isTrigger = (type: string): boolean => /trigger$/i.test(type);

/** The key of `table` that is this type; upper and lower case are the same. */
export const sameType = <Type extends string>(table: Record<Type, z.ZodType>, type: string): Type | undefined =>
  (Object.keys(table) as Type[]).find((known) => known.toLowerCase() === type.toLowerCase());

/** What keeps a binding from running here, one line each: an unsupported type or option. */
export const problemsOf = (binding: BindingInfo): string[] => {
  const [kind, table] = kindOf(binding);
  const type = sameType(table, binding.type);
  const schema = type === undefined ? undefined : table[type];
  if (schema === undefined) {
    return [`${kind} type "${binding.type}" is not supported (supported: ${Object.keys(table).join(', ')})`];
  }
  const issues = schema.safeParse(binding).error?.issues ?? [];
  const problems = issues.map(({ path, message }) => `${binding.type}: ${[...path, message].join(' ')}`);
  return binding.properties?.supportsDeferredBinding === 'true'
    ? [...problems, `${binding.type}: sdkBinding is not supported; leave it out`]
    : problems;
};
