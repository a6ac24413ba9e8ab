/** A Function App with ordering's real timer that forgets runs, and with runs that end as they are told. */
import { app } from '@azure/functions';
import { app as durable, input, type OrchestrationContext } from 'durable-functions';
import { purgeRuns } from '../../functions/ordering/events/purge-runs.ts';

durable.orchestration('run', function* (context: OrchestrationContext) {
  const how = context.df.getInput<string>();
  if (how === 'fail') throw new Error('As told.');
  if (how !== 'end') yield context.df.waitForExternalEvent('never');
});

app.timer('ordering-purge-runs', {
  schedule: '0 30 3 * * *',
  extraInputs: [input.durableClient()],
  handler: purgeRuns,
});
