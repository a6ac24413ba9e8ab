/** The "hello cities" sample of Durable Functions: one orchestration with five activities, one after the other. */
import { app, type OrchestrationContext } from 'durable-functions';

const cities = ['Tokyo', 'Seattle', 'London', 'Lerwick', 'Bergen'];

app.activity('say-hello', { handler: ({ city }: { city: string }) => `Hello ${city}!` });

app.orchestration('hello-cities', function* ({ df }: OrchestrationContext) {
  const greetings: string[] = [];
  for (const city of cities) greetings.push((yield df.callActivity('say-hello', { city })) as string);
  return greetings;
});
