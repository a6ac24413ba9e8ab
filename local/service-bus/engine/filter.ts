/** Subscription filters. Another kind of filter is another case here. */
import { applicationPropertiesOf, type Content, fieldsOf } from '../message/content.ts';
import { SECTION } from '../message/sections.ts';
import { decodePlain } from '../message/value.ts';

/** The fields of the AMQP properties section that filters can ask for, by their place in it. */
const systemFields = {
  messageId: 0,
  to: 2,
  label: 3,
  replyTo: 4,
  correlationId: 5,
  contentType: 6,
  sessionId: 10,
  replyToSessionId: 12,
} as const;

export type SystemField = keyof typeof systemFields;

/** Every field that is set must equal the message's; texts are compared as texts, application properties by type and value. */
export type CorrelationFilter = {
  readonly kind: 'correlation';
  readonly system: ReadonlyMap<SystemField, string>;
  readonly properties: ReadonlyMap<string, string | number | boolean>;
};

export type Filter = { readonly kind: 'true' } | CorrelationFilter;

/** What a filter sees of a message; nothing is decoded before it is asked for. */
export type Subject = { system(field: SystemField): string | undefined; property(name: string): unknown };

const hex = (bytes: Buffer, from: number, to: number): string => bytes.toString('hex', from, to);

const uuidText = (bytes: Buffer): string =>
  [hex(bytes, 0, 4), hex(bytes, 4, 6), hex(bytes, 6, 8), hex(bytes, 8, 10), hex(bytes, 10, 16)].join('-');

const asText = (value: unknown): string | undefined => {
  if (Buffer.isBuffer(value)) return value.length === 16 ? uuidText(value) : value.toString('hex');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** Opens a message for filters. */
export const subjectOf = (content: Content): Subject => {
  let fields: Buffer[] | undefined;
  let properties: Map<string, Buffer> | undefined;
  return {
    system(field) {
      fields ??= fieldsOf(content, SECTION.properties);
      return asText(decodePlain(fields[systemFields[field]]));
    },
    property(name) {
      properties ??= applicationPropertiesOf(content);
      return decodePlain(properties.get(name));
    },
  };
};

const correlates = (filter: CorrelationFilter, subject: Subject): boolean => {
  for (const [field, wanted] of filter.system) if (subject.system(field) !== wanted) return false;
  for (const [name, wanted] of filter.properties) if (subject.property(name) !== wanted) return false;
  return true;
};

/** Whether a message passes a filter. */
export const matches = (filter: Filter, subject: Subject): boolean =>
  filter.kind === 'true' || correlates(filter, subject);
