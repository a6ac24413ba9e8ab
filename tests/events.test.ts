/**
 * Events of every version that was ever in use must be read by this one: a queue may hold them, and a replay may bring them back.
 * Folder `events/1` holds what version 1 sends; it is never changed. What a later version adds gets samples in a folder of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventNames, events } from '../shared/contracts/events.ts';
import { type JsonSchema, jsonSchemaOf } from './support/json-schema.ts';

const folder = join(import.meta.dirname, 'events');

interface Sample {
  name: string;
  /** e.g. `1/OrderPaid.json, sample 0` */
  where: string;
  data: Record<string, unknown>;
}

const samplesIn = (version: string): Sample[] =>
  readdirSync(join(folder, version)).flatMap((file) => {
    const samples = JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Sample['data'][];
    const name = file.replace('.json', '');
    return samples.map((data, index) => ({ name, where: `${version}/${file}, sample ${index}`, data }));
  });

const samples = readdirSync(folder).flatMap(samplesIn);

const schemaOf = (name: string) => {
  const event = eventNames.find((known) => known === name);
  if (!event) throw new Error(`${name} is an event no more, but messages of that kind may still be on their way.`);
  return events[event].data;
};

test.each(samples)('$where is read, with all that it says', ({ name, data }) => {
  expect(schemaOf(name).parse(data)).toEqual(data);
});

/** A value as a later version may write it: with another field in every object. */
const grown = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(grown);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [name, grown(inner)]);
  return { ...Object.fromEntries(fields), addedLater: { deep: [1] } };
};

test.each(samples)('$where is read the same with fields that this version does not know, at any depth', (sample) => {
  expect(schemaOf(sample.name).parse(grown(sample.data))).toEqual(sample.data);
});

/** What a schema says about its fields, as the cases that samples must cover: `buyer.name absent`, `status = Paid`. */
const casesOf = ({ properties = {}, required = [], items, enum: options }: JsonSchema, path = ''): string[] => [
  ...(options ?? []).map((option) => `${path} = ${String(option)}`),
  ...(items ? casesOf(items, `${path}[]`) : []),
  ...Object.entries(properties).flatMap(([name, property]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    const absent = required.includes(name) ? [] : [`${inner} absent`];
    return [`${inner} present`, ...absent, ...casesOf(property, inner)];
  }),
];

/** The cases that a value is an example of. */
const casesIn = (schema: JsonSchema, value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => casesIn(schema.items ?? {}, one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return schema.enum ? [`${path} = ${String(value)}`] : [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(value, name)) return [`${inner} absent`];
    return [`${inner} present`, ...casesIn(property, (value as Record<string, unknown>)[name], inner)];
  });
};

test.each(eventNames)('there are samples of %s with and without every optional field, and of every option', (name) => {
  const schema = jsonSchemaOf(events[name].data);
  const covered = new Set(
    samples.filter((sample) => sample.name === name).flatMap(({ data }) => casesIn(schema, data)),
  );
  expect(casesOf(schema).filter((wanted) => !covered.has(wanted))).toEqual([]);
  expect(covered.size).toBeGreaterThan(0);
});
