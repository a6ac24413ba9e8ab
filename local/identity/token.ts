/** `npm run -s token -- NAME [--issuer URL] [--scope "…"] [--password …]`: prints an access token and nothing else. */
import { parseArgs } from 'node:util';
import { defaultIssuer, getToken } from './code-flow.ts';
import { seededUsers } from './seed.ts';

export { getToken };

const names = seededUsers.map(({ username }) => username).join('|');
const usage = `Usage: npm run -s token -- ${names} [--issuer ${defaultIssuer}] [--scope "openid basket"] [--password …]`;

const readArguments = () => {
  const options = { issuer: { type: 'string' }, scope: { type: 'string' }, password: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [user, ...others] = positionals;
  if (!user || others.length > 0) throw new Error('Give the name of one user.');
  return { user, ...values };
};

const read = () => {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
};

if (import.meta.main) {
  try {
    console.log(await getToken(read()));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
