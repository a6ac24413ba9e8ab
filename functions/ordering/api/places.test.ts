import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';

test('everybody has so many places, and one that is left is free again', () => {
  const places = createPlaces(2);
  const leave = places.take('alice');
  expect(places.take('alice')).toBeDefined();
  expect(places.take('alice')).toBeUndefined();
  expect(places.take('bob')).toBeDefined();
  leave?.();
  leave?.();
  expect(places.take('alice')).toBeDefined();
  expect(places.take('alice')).toBeUndefined();
});
