import { expect, test } from 'vitest';
import { Away, isAway } from './away.ts';

const error = (facts: object, options?: ErrorOptions) => Object.assign(new Error('no', options), facts);

test.each<[string, Error]>([
  ['an adapter says so', new Away('no')],
  ['the operating system refuses', error({ code: 'ENOTDIR', syscall: 'mkdir' })],
  ['SQLite finds its file taken', error({ code: 'ERR_SQLITE_ERROR', errcode: 5 })],
  ['SQLite finds its file taken by one who recovers it', error({ code: 'ERR_SQLITE_ERROR', errcode: 261 })],
  ['SQL Server cannot be reached', error({ name: 'ConnectionError', code: 'ESOCKET' })],
  ['SQL Server does not answer', error({ name: 'RequestError', code: 'ETIMEOUT' })],
  ['Azure SQL moves a database', error({ name: 'RequestError', code: 'EREQUEST', number: 40613 })],
  ['Cosmos DB is throttled', error({ code: 429 })],
  ['Cosmos DB does not answer', error({ name: 'TimeoutError', code: 'TimeoutError' })],
  ['one of these was the cause', error({}, { cause: error({ errors: [error({ syscall: 'connect' })] }) })],
])('it passes by itself when %s', (_what, failure) => {
  expect(isAway(failure)).toBe(true);
});

test.each<[string, unknown]>([
  ['a bug', new TypeError('x is not a function')],
  ['a constraint of SQLite', error({ code: 'ERR_SQLITE_ERROR', errcode: 275 })],
  ['a constraint of SQL Server', error({ name: 'RequestError', code: 'EREQUEST', number: 547 })],
  ['a statement that is wrong', error({ code: 'ERR_SQLITE_ERROR', errcode: 1 })],
  ['a refusal of Cosmos DB', error({ code: 403 })],
  ['something that is no error', 'ECONNREFUSED'],
])('%s does not', (_what, failure) => {
  expect(isAway(failure)).toBe(false);
});
