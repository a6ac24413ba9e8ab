/** One HTTP function that answers a small JSON body. */
import { app } from '@azure/functions';

app.http('hello', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async (request) => ({ jsonBody: { hello: request.query.get('name') ?? 'world' } }),
});
