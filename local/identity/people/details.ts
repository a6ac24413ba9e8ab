/** What people tell of themselves, as forms bring it. Messages say how to mend it. */
import * as z from 'zod';
import { passwordProblem } from './password-rules.ts';

/** Control characters and halves of characters cannot be shown, and not every database keeps them. */
const Name = z
  .string('Tell us your name.')
  .trim()
  .min(1, 'Tell us your name.')
  .max(100, 'Use a name of at most 100 characters.')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Use a name without control characters.');

const howAddress = 'Enter an e-mail address like name@example.com.';

export const Email = z.string(howAddress).trim().max(254, 'Use a shorter e-mail address.').pipe(z.email(howAddress));

export const NameForm = z.object({ name: Name });
export const EmailForm = z.object({ email: Email });
export const PersonForm = z.object({ name: Name, email: Email });

/** A new password, typed twice, for a person of that name and e-mail. */
export const newPasswordFor = (person: { name: string; email: string }) =>
  z
    .object({ password: z.string().default(''), repeated: z.string().default('') })
    .superRefine(({ password, repeated }, context) => {
      const message = passwordProblem(password, person);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['password'], message });
      else if (password !== repeated)
        context.addIssue({ code: 'custom', path: ['repeated'], message: 'Type the same password again.' });
    });
