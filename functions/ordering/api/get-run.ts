/** GET ordering/admin/orders/{orderId}/run: the durable run of an order, with every step, wait, retry and error. */
import { getClient } from 'durable-functions';
import * as z from 'zod';
import { Id, Instant } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';

/** An entry of the history as the durable extension's HTTP API writes it. */
interface HistoryEvent {
  EventType: string;
  Timestamp: string;
  ScheduledTime?: string;
  FunctionName?: string;
  Name?: string;
  Input?: unknown;
  Result?: unknown;
  Reason?: string;
  FireAt?: string;
}

interface Status {
  runtimeStatus: string;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  output: unknown;
  historyEvents?: HistoryEvent[];
}

const RunEvent = z.object({
  type: z.string().describe('As the durable engine names it.'),
  at: Instant,
  name: z.string().optional(),
  scheduledAt: Instant.optional(),
  fireAt: Instant.optional(),
  input: z.unknown().optional(),
  result: z.unknown().optional(),
  reason: z.string().optional(),
});

const Run = z.object({
  runtimeStatus: z.string(),
  customStatus: z.unknown(),
  createdTime: Instant,
  lastUpdatedTime: Instant,
  output: z.unknown(),
  history: z.array(RunEvent),
});

const eventView = (event: HistoryEvent): z.output<typeof RunEvent> => ({
  type: event.EventType,
  at: event.Timestamp,
  name: event.FunctionName ?? event.Name,
  scheduledAt: event.ScheduledTime,
  fireAt: event.FireAt,
  input: event.Input,
  result: event.Result,
  reason: event.Reason,
});

export const getRun = route(
  { access: 'operator', params: z.object({ orderId: Id }), answer: Run },
  async ({ params: { orderId }, context }) => {
    // The SDK's own status call drops the history: the service names it differently than the SDK reads it.
    const { statusQueryGetUri } = getClient(context).createHttpManagementPayload(orderId);
    const response = await fetch(`${statusQueryGetUri}&showHistory=true&showHistoryOutput=true&showInput=false`);
    if (response.status === 404) return fail('run-not-found');
    if (!response.ok) throw new Error(`The durable API answered ${response.status}.`);
    const {
      historyEvents = [],
      runtimeStatus,
      customStatus,
      createdTime,
      lastUpdatedTime,
      output,
    } = (await response.json()) as Status;
    return ok({
      runtimeStatus,
      customStatus,
      createdTime,
      lastUpdatedTime,
      output,
      history: historyEvents.map(eventView),
    });
  },
);
