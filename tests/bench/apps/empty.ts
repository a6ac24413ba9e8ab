/** The least that an app can be: one HTTP function that does nothing. */
import { app } from '@azure/functions';

app.http('empty', { handler: async () => ({}) });
