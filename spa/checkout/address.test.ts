import { expect, test } from 'vitest';
import { addressLines, isSameAddress, readAddress } from './address.ts';

const address = { name: 'Alice', street: '1 Quay Road', city: 'Lerwick', postalCode: 'ZE1 0AA', country: 'Scotland' };

test('a filled form is an address; an empty region is none', () => {
  expect(readAddress({ ...address, state: '' })).toEqual({ address });
  expect(readAddress({ ...address, state: 'Shetland' })).toEqual({ address: { ...address, state: 'Shetland' } });
});

test('every field that is missing is named at once', () => {
  const read = readAddress({ name: 'Alice', street: '  ' });
  expect('errors' in read && Object.keys(read.errors)).toEqual(['street', 'city', 'postalCode', 'country']);
});

test('an address is written as on a parcel', () => {
  expect(addressLines(address)).toEqual(['Alice', '1 Quay Road', 'ZE1 0AA Lerwick', 'Scotland']);
  expect(addressLines({ ...address, state: 'Shetland' })[2]).toBe('ZE1 0AA Lerwick, Shetland');
});

test('the same address is recognised however it is capitalised', () => {
  expect(isSameAddress(address, { ...address, city: 'LERWICK' })).toBe(true);
  expect(isSameAddress(address, { ...address, street: '2 Quay Road' })).toBe(false);
});
