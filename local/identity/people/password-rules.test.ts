import { expect, test } from 'vitest';
import { seededUsers } from '../seed.ts';
import { passwordProblem } from './password-rules.ts';

const carol = { name: 'Carol Tan Wei', email: 'carol.tanwei@example.com' };

test.each([
  ['', 'Choose a password.'],
  ['short', 'Choose a longer password: at least 10 characters.'],
  ['a'.repeat(129), 'Choose a shorter password: at most 128 characters.'],
  ['carol tan wei', 'Choose a password that is not your name or e-mail address.'],
  ['Carol.Tanwei', 'Choose a password that is not your name or e-mail address.'],
  ['CAROL.TANWEI@EXAMPLE.COM', 'Choose a password that is not your name or e-mail address.'],
  ['abababababab', 'Choose a password of at least 5 different characters.'],
  ['Password1234', 'This is one of the most used passwords. Choose another.'],
])('%s is no password', (password, problem) => {
  expect(passwordProblem(password, carol)).toBe(problem);
});

test.each(['quiet harbour at dawn', 'ten-chars!', '夜明けの静かな港に鳥が', 'x'.repeat(124) + 'yzab'])(
  '%s is one',
  (password) => {
    expect(passwordProblem(password, carol)).toBeUndefined();
  },
);

test.each(seededUsers)('the documented password of $username keeps the rules', ({ password, name, email }) => {
  expect(passwordProblem(password, { name, email })).toBeUndefined();
});
