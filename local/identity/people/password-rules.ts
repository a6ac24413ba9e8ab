/**
 * Which passwords are good enough: long, and not among the first that anybody would try. No rules about kinds of characters, which make
 * passwords harder to remember and hardly harder to guess (NIST SP 800-63B, section 3.1.1.2).
 */

export const shortest = 10;
export const longest = 128;

/** What is told beside the field before anything is typed. */
export const passwordHint = `At least ${shortest} characters. Three or four words make a good one.`;

/** Long enough to pass the length rule, and on every list of the most used. */
const mostUsed = new Set(
  `1234567890 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop asdfghjkl1 zxcvbnm123 qwerty1234 qwerty12345 qwerty123456
  password12 password123 password1234 passw0rd123 mypassword mypassword1 letmein123 welcome123 welcome1234 iloveyou12 iloveyou123
  iloveyou1234 princess123 football123 baseball123 superman123 sunshine123 trustno1234 adminadmin administrator changeme123
  abcdefghij abcdefghijk abcdef1234 abcd123456 abc1234567 passwordpassword kittiwake1 kittiwake123`.split(/\s+/),
);

const fewest = 5;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** What is wrong with the password for a person of that name and e-mail, or undefined. */
export const passwordProblem = (password: string, person: { name: string; email: string }): string | undefined => {
  const { length } = password;
  if (length === 0) return 'Choose a password.';
  if (length < shortest) return `Choose a longer password: at least ${shortest} characters.`;
  if (length > longest) return `Choose a shorter password: at most ${longest} characters.`;
  const own = [person.name, person.email, person.email.split('@', 1)[0] ?? ''].map(plain);
  if (own.includes(plain(password))) return 'Choose a password that is not your name or e-mail address.';
  if (new Set(plain(password)).size < fewest) return `Choose a password of at least ${fewest} different characters.`;
  return mostUsed.has(plain(password)) ? 'This is one of the most used passwords. Choose another.' : undefined;
};
