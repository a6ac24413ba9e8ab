/** Policies about policies: choose, retry, wait, return-response, and those that only report. */

import { EvaluationError } from '../expressions/problem.ts';
import { Body } from '../runtime/body.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import { type Ran, runSteps, type Step } from '../runtime/step.ts';
import { readSetBody, readSetHeader, readSetStatus, statusOf } from './message-parts.ts';
import type { Policy } from './policy.ts';
import type { Reader } from './reader.ts';
import { readerOf } from './reader.ts';
import { boolean, decimal, integer, text, type Value } from './value.ts';

/** A branch of choose is read by hand, because `otherwise` has to come last. */
const readBranch = (reader: Reader, index: number): { test: Value<boolean>; steps: Step[] } => {
  const element = reader.elements[index];
  if (!element) throw new Error('there is no such branch');
  const path = `${reader.scope.path}/${element.name}[${index + 1}]`;
  const branch = readerOf(element, { ...reader.scope, path }, reader.waiting);
  if (element.name !== 'when' && element.name !== 'otherwise') branch.fail('is not supported in <choose>');
  if (element.name === 'otherwise' && index < reader.elements.length - 1)
    branch.fail('has to be the last branch of <choose>');
  const test = element.name === 'when' ? branch.required('condition', boolean) : { of: () => true };
  const steps = branch.steps();
  branch.finish();
  return { test, steps };
};

export const choose: Policy = {
  compile: (reader) => {
    const branches = reader.elements.map((_, index) => readBranch(reader, index));
    if (!branches.length) reader.fail('needs a <when>');
    for (const name of ['when', 'otherwise']) reader.skip(name);
    const inner = branches.flatMap(({ steps }) => steps);
    const run = (exchange: Exchange): Ran => {
      for (const { test, steps } of branches) if (test.of(exchange)) return runSteps(steps, exchange);
      return undefined;
    };
    return { run, inner };
  },
};

interface Timing {
  interval: Value<number>;
  longest: Value<number> | undefined;
  delta: Value<number> | undefined;
  firstFast: boolean;
}

/** Seconds to wait before the given retry (from 1): fixed, growing by delta, or doubling up to the longest. */
const waitBefore = (retry: number, { interval, longest, delta, firstFast }: Timing, exchange: Exchange): number => {
  if (firstFast && retry === 1) return 0;
  const first = interval.of(exchange);
  const step = delta?.of(exchange);
  if (step === undefined) return first;
  const most = longest?.of(exchange);
  const grown = most === undefined ? first + (retry - 1) * step : first + (2 ** (retry - 1) - 1) * step;
  return Math.min(grown, most ?? grown);
};

export const retry: Policy = {
  compile: (reader) => {
    const again = reader.required('condition', boolean);
    const count = reader.required('count', integer);
    const timing: Timing = {
      interval: reader.required('interval', decimal),
      longest: reader.optional('max-interval', decimal),
      delta: reader.optional('delta', decimal),
      firstFast: reader.flag('first-fast-retry', false),
    };
    const inner = reader.steps();
    const run = async (exchange: Exchange): Promise<void> => {
      for (let tried = 0; ; tried++) {
        await runSteps(inner, exchange);
        if (exchange.stopped || tried >= count.of(exchange)) return;
        // The condition may look at the body of the answer that just came.
        await again.ready?.(exchange);
        if (!again.of(exchange)) return;
        await exchange.services.sleep(waitBefore(tried + 1, timing, exchange) * 1000);
      }
    };
    return { run, inner, ownReady: true };
  },
};

const inParallel = ['send-request', 'cache-lookup-value', 'choose'];

export const wait: Policy = {
  sections: ['inbound', 'outbound', 'backend'],
  compile: (reader) => {
    const mode = reader.choice('for', ['all', 'any'], 'all');
    for (const { name } of reader.elements)
      if (!inParallel.includes(name)) reader.fail(`takes only ${inParallel.join(', ')}, not ${name}`);
    const inner = reader.steps();
    const run = async (exchange: Exchange): Promise<void> => {
      const running = inner.map(async (step) => step.run(exchange));
      await (mode === 'all' ? Promise.all(running) : Promise.race(running));
    };
    return { run, inner };
  },
};

const emptyResponse = (): GatewayResponse => ({ status: 200, reason: 'OK', headers: new Headers(), body: undefined });

/** A response kept in a variable can be given back any number of times. */
const responseIn = (name: string, exchange: Exchange): GatewayResponse => {
  const found = exchange.variables.get(name) as GatewayResponse | undefined;
  if (!found || !('status' in found)) throw new EvaluationError(`The variable "${name}" holds no response.`);
  const bytes = found.body?.bytes;
  return { ...found, headers: found.headers.copy(), body: bytes && Body.of(bytes) };
};

export const returnResponse: Policy = {
  compile: (reader) => {
    const variable = reader.optional('response-variable-name', text);
    const statusReader = reader.one('set-status');
    const status = statusReader && readSetStatus(statusReader);
    const headers = reader.all('set-header').map(readSetHeader);
    const bodyReader = reader.one('set-body');
    const body = bodyReader && readSetBody(bodyReader);
    return (exchange) => {
      const made = variable ? responseIn(variable.of(exchange), exchange) : emptyResponse();
      if (status) Object.assign(made, statusOf(status, exchange));
      for (const change of headers) change(made.headers, exchange);
      if (body) {
        made.headers.delete('Content-Length');
        made.body = body(exchange);
      }
      exchange.response?.body?.discard();
      exchange.response = made;
      exchange.stopped = 'returned';
      return undefined;
    };
  },
};

export const trace: Policy = {
  compile: (reader) => {
    const source = reader.required('source', text);
    const severity = reader.choice('severity', ['verbose', 'information', 'error'], 'verbose');
    const message = reader.one('message')?.content(text);
    const metadata = reader
      .all('metadata')
      .map((entry) => ({ name: entry.fixed('name'), value: entry.required('value', text) }));
    if (!message) reader.fail('needs a <message>');
    const level = severity === 'error' ? 'error' : severity === 'information' ? 'info' : 'debug';
    return (exchange) => {
      const details = Object.fromEntries(metadata.map(({ name, value }) => [name, value.of(exchange)]));
      exchange.services.log[level](
        { requestId: exchange.requestId, source: source.of(exchange), ...details },
        message?.of(exchange),
      );
      return undefined;
    };
  },
};

export const emitMetric: Policy = {
  compile: (reader) => {
    const name = reader.fixed('name');
    const value = reader.given('value', decimal, 1);
    reader.ignore('namespace');
    const dimensions = reader
      .all('dimension')
      .map((entry) => ({ name: entry.fixed('name'), value: entry.optional('value', text) }));
    return (exchange) => {
      const details = Object.fromEntries(dimensions.map((one) => [one.name, one.value?.of(exchange) ?? '']));
      exchange.services.log.debug(
        { requestId: exchange.requestId, metric: name, value: value.of(exchange), ...details },
        'metric',
      );
      return undefined;
    };
  },
};
