/** Sends the values of Service Bus output bindings, after their function has succeeded. */
import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus';
import { outputs } from '../bindings.ts';
import type { HostedFunction, NamedBinding } from '../functions.ts';
import type { RpcInvocationResponse, RpcTraceContext, RpcTypedData } from '../rpc.ts';
import { resolveSettings } from '../settings.ts';
import { connect, resolveConnection } from './connection.ts';
import { messageBodies } from './output-data.ts';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A function without return binding may return an object whose keys name its outputs. */
const fromResult = (response: RpcInvocationResponse, key: string): RpcTypedData | undefined => {
  const result = response.returnValue?.json === undefined ? undefined : parse(response.returnValue.json);
  if (typeof result !== 'object' || result === null || !Object.hasOwn(result, key)) return undefined;
  const value = (result as Record<string, unknown>)[key];
  return typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
};

const valueOf = (response: RpcInvocationResponse, key: string, hasReturn: boolean): RpcTypedData | undefined => {
  if (key === '$return') return response.returnValue ?? undefined;
  const set = response.outputData?.find(({ name }) => name === key)?.data;
  return set ?? (hasReturn ? undefined : fromResult(response, key));
};

const target = (fn: HostedFunction, { binding }: NamedBinding): { connection: string; entity: string } => {
  const { connection, queueName, topicName } = outputs.serviceBus.parse(binding);
  return { connection, entity: resolveSettings(queueName ?? topicName ?? '', `function "${fn.name}", output`) };
};

/** Checks at start that every output has its settings; a HostError names what is missing. */
export const checkOutputs = (functions: readonly HostedFunction[]): void => {
  for (const fn of functions.filter(({ disabled }) => !disabled)) {
    for (const output of fn.outputs) resolveConnection(target(fn, output).connection);
  }
};

interface Outlet {
  client: ServiceBusClient;
  sender: ServiceBusSender;
}

const open = async (connection: string, entity: string): Promise<Outlet> => {
  const client = await connect(connection);
  return { client, sender: client.createSender(entity) };
};

export interface Outputs {
  /** Sends what a function has put into its outputs; rejects when the broker does not take it. */
  send: (fn: HostedFunction, response: RpcInvocationResponse, trace: RpcTraceContext) => Promise<void>;
  close(): Promise<void>;
}

/** Bodies only: as in Azure, a binding cannot set message id, subject or properties; only the trace goes along. */
export const createOutputs = (): Outputs => {
  const outlets = new Map<string, Promise<Outlet>>();

  const outletFor = (connection: string, entity: string): Promise<Outlet> => {
    const key = `${connection}\n${entity}`;
    const outlet = outlets.get(key) ?? open(connection, entity);
    outlets.set(key, outlet);
    return outlet;
  };

  const send: Outputs['send'] = async (fn, response, trace) => {
    const hasReturn = fn.metadata.bindings.$return !== undefined;
    const applicationProperties = { 'Diagnostic-Id': trace.traceParent, traceparent: trace.traceParent };
    for (const output of fn.outputs) {
      const value = valueOf(response, output.key, hasReturn);
      const bodies = value === undefined ? [] : messageBodies(value);
      if (bodies.length === 0) continue;
      const { connection, entity } = target(fn, output);
      const { sender } = await outletFor(connection, entity);
      await sender.sendMessages(
        bodies.map((body) => ({ body, contentType: 'application/octet-stream', applicationProperties })),
      );
    }
  };

  const close = async () => {
    await Promise.all([...outlets.values()].map(async (outlet) => (await outlet).client.close()));
  };
  return { send, close };
};
