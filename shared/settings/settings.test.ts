import { expect, test } from 'vitest';
import * as z from 'zod';
import { loadSettings, numberSetting, SettingsError } from './settings.ts';

const Schema = z.object({
  CATALOG_STORE: z.string('Use sqlite:FILE.'),
  GRACE_SECONDS: numberSetting(60),
});

test('settings come from the environment, with their defaults, frozen', () => {
  const settings = loadSettings(Schema, { CATALOG_STORE: 'sqlite:a.db', GRACE_SECONDS: '', OTHER: 'x' });
  expect(settings).toEqual({ CATALOG_STORE: 'sqlite:a.db', GRACE_SECONDS: 60 });
  expect(Object.isFrozen(settings)).toBe(true);
});

test('every problem is listed at once, by the name of its setting', () => {
  const load = () => loadSettings(Schema, { GRACE_SECONDS: 'soon' });
  expect(load).toThrow(SettingsError);
  expect(load).toThrow(/CATALOG_STORE is not set\. Use sqlite:FILE\.[\s\S]*GRACE_SECONDS: must be a number/);
});
