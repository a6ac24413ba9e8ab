import { expect, test } from 'vitest';
import { parseSqlServerSetting } from './setting.ts';

test('an mssql address gives server, port, database and the decoded login', () => {
  expect(
    parseSqlServerSetting('mssql://sa:p%40ss%2Fword@db.example.org:14330/eshop?trustServerCertificate=true'),
  ).toEqual({
    server: 'db.example.org',
    port: 14_330,
    database: 'eshop',
    user: 'sa',
    password: 'p@ss/word',
    encrypt: true,
    trustServerCertificate: true,
  });
});

test("a connection string is read as Azure's portal writes it", () => {
  const text =
    'Server=tcp:shop.database.windows.net,1433;Initial Catalog=catalog;Persist Security Info=False;User ID=shop;Password={0};MultipleActiveResultSets=False;Encrypt=True;TrustServerCertificate=False;Connection Timeout=30;';
  expect(parseSqlServerSetting(text)).toEqual({
    server: 'shop.database.windows.net',
    port: 1433,
    database: 'catalog',
    user: 'shop',
    password: '{0}',
    encrypt: true,
    trustServerCertificate: false,
  });
});

test('without a password there is no secret in the setting, and none in what is read of it', () => {
  const text = 'Server=shop.database.windows.net;Authentication="Active Directory Default";Database=catalog';
  expect(parseSqlServerSetting(text)).toEqual({
    server: 'shop.database.windows.net',
    database: 'catalog',
    encrypt: true,
    trustServerCertificate: false,
  });
});

test('quoted values may hold semicolons and quotes', () => {
  expect(parseSqlServerSetting(`Server=db;Database=x;Pwd="a;b""c";Uid='o''neil'`)).toMatchObject({
    password: 'a;b"c',
    user: "o'neil",
  });
});

test('an instance may stand in place of the port', () => {
  expect(parseSqlServerSetting('Server=.\\SQLEXPRESS;Database=x;Encrypt=optional')).toEqual({
    server: 'localhost',
    instanceName: 'SQLEXPRESS',
    database: 'x',
    encrypt: false,
    trustServerCertificate: false,
  });
});

test('a server on this machine is reached without encryption unless the setting asks for it', () => {
  expect(parseSqlServerSetting('mssql://sa:x@127.0.0.1:1433/eshop')).toMatchObject({ encrypt: false });
  expect(parseSqlServerSetting('mssql://sa:x@[::1]:1433/eshop')).toMatchObject({ server: '::1', encrypt: false });
  expect(parseSqlServerSetting('mssql://sa:x@localhost/eshop?encrypt=yes')).toMatchObject({ encrypt: true });
});

test.each([
  ['mssql://db.example.org', 'names no database'],
  ['Database=x', 'names no server'],
  ['Server=db;Database=x;Pasword=secret', 'Part 3 of the options is not known'],
  ['Server=db;Database=x;Password=se;cret', 'Part 4 of the options is not known'],
  ['Server=db;Database=x;Encrypt=maybe', '"Encrypt" must be true or false'],
  ['mssql://sa:se#cret@db/x', 'percent-encode'],
  ['Server=np:\\\\pipe;Database=x', 'host,port'],
])('%s is refused: %s', (setting, problem) => {
  expect(() => parseSqlServerSetting(setting)).toThrow(problem);
});

test('what is wrong is said without showing the setting', () => {
  for (const setting of [
    'Server=db;Password=top;secret=1',
    'mssql://sa:top#secret@db/x',
    'Server=db;Password=top;secret',
  ])
    expect(() => parseSqlServerSetting(setting)).not.toThrow(/top|secret/);
});
