/** The order saga as a Function App whose steps a test takes: the real orchestrator, with the world outside in the test's hands. */
import type { ActivityHandler } from 'durable-functions';
import { app as durable } from 'durable-functions';
import { orderSaga } from '../../functions/ordering/saga/order-saga.ts';
import { orderSagaName, type Step, takeStepName } from '../../functions/ordering/saga/run.ts';

/** Where the test puts what a step does. */
export interface World {
  takeStep?: (step: Step) => Promise<void>;
}

const takeStep: ActivityHandler = async (step: unknown) => {
  await (globalThis as World).takeStep?.(step as Step);
  return {};
};

durable.orchestration(orderSagaName, orderSaga);
durable.activity(takeStepName, { handler: takeStep });
