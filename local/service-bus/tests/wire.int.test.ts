/** The exact AMQP types of what the broker answers. The .NET client casts them and fails on any other; the JavaScript SDK does not notice. */
import rhea, { type Connection, type EventContext, type Receiver, type Sender, type Typed } from 'rhea';
import { describe, expect, onTestFinished, test } from 'vitest';
import { applicationPropertiesOf, fieldsOf, parseContent } from '../message/content.ts';
import { SECTION, sectionsOf } from '../message/sections.ts';
import { decodeTyped } from '../message/value.ts';
import { brokerForTest } from '../testing/broker.ts';

const { types } = rhea;

type Frame = { performative: { settled?: boolean; message_format?: number }; payload: Buffer };

/** A bare AMQP client, logged in as .NET does. */
const connect = async (): Promise<Connection> => {
  const broker = await brokerForTest();
  const container = rhea.create_container();
  const connection = container.connect({ host: '127.0.0.1', port: broker.port, reconnect: false, username: 'x' });
  container.on('disconnected', () => {});
  onTestFinished(() => connection.close());
  await new Promise((resolve) => container.once('connection_open', resolve));
  return connection;
};

/** Opens a link and waits until the broker has answered. */
const opened = async <T extends Sender | Receiver>(link: T): Promise<T> => {
  await new Promise((resolve) => link.once(link.is_sender() ? 'sender_open' : 'receiver_open', resolve));
  return link;
};

/** Sends a request to a node and returns the raw reply. */
const request = async (connection: Connection, node: string, message: object): Promise<Frame> => {
  const session = connection.create_session();
  session.open();
  const replies = await opened(session.open_receiver({ source: node, name: 'replies', target: 'replies-here' }));
  const sender = await opened(session.open_sender({ target: node }));
  const raw = session as unknown as { on_transfer(frame: Frame): void };
  const onTransfer = raw.on_transfer.bind(session);
  return new Promise((resolve) => {
    raw.on_transfer = (frame) => {
      resolve({ performative: { settled: frame.performative.settled === true }, payload: Buffer.from(frame.payload) });
      onTransfer(frame);
    };
    sender.send({ reply_to: replies.name, ...message } as unknown as Parameters<Sender['send']>[0]);
  });
};

const typeOf = (value: Typed | undefined): string | undefined => value?.type.name;

const propertyOf = ({ payload }: Frame, name: string): Typed | undefined => {
  const bytes = applicationPropertiesOf(parseContent(payload)).get(name);
  return bytes && decodeTyped(bytes);
};

const correlationIdOf = ({ payload }: Frame): Typed =>
  decodeTyped(fieldsOf(parseContent(payload), SECTION.properties)[5] ?? Buffer.alloc(0));

const bodyOf = ({ payload }: Frame): Typed => {
  const section = sectionsOf(payload).find(({ code }) => code === SECTION.value);
  return decodeTyped(payload.subarray(section?.value, section?.end));
};

/** A field of the reply's body. */
const fieldOf = (frame: Frame, name: string): Typed | undefined => {
  const items = bodyOf(frame).value as Typed[];
  const index = items.findIndex((item, i) => i % 2 === 0 && item.value === name);
  return items[index + 1];
};

/** The format code of an array's items. */
const itemCodeOf = (array: Typed | undefined): number | undefined => array?.array_constructor?.typecode;

const management = (operation: string, body: object, message_id: unknown = 'id') => ({
  message_id,
  application_properties: { operation: `com.microsoft:${operation}` },
  body: types.wrap_map(body),
});

const UUID = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const putToken = (name: string, message_id: unknown) => ({
  message_id,
  application_properties: { operation: 'put-token', name, type: 'servicebus.windows.net:sastoken' },
  body: 'SharedAccessSignature …',
});

describe('$cbs', () => {
  test.each([
    ['a string', 'text', 'Str8', 'text'],
    ['a ulong', types.wrap_ulong(5), 'SmallUlong', 5],
    ['a uuid', types.wrap_uuid(UUID), 'Uuid', UUID],
  ])('answers a message id that is %s with a correlation id of that type', async (_, id, type, value) => {
    const reply = await request(await connect(), '$cbs', putToken('sb://127.0.0.1/q', id));
    expect(correlationIdOf(reply)).toMatchObject({ type: { name: type }, value });
  });

  test('answers unsettled, with an int as status code', async () => {
    const reply = await request(await connect(), '$cbs', putToken('sb://127.0.0.1/q', 'id'));
    expect(reply.performative.settled).toBe(false);
    expect(['Int', 'SmallInt']).toContain(typeOf(propertyOf(reply, 'status-code')));
    expect(propertyOf(reply, 'status-code')?.value).toBe(202);
  });

  test('knows which entities there are', async () => {
    const reply = await request(await connect(), '$cbs', putToken('sb://127.0.0.1/nowhere', 'id'));
    expect(propertyOf(reply, 'status-code')?.value).toBe(404);
    expect(String(propertyOf(reply, 'status-description')?.value)).toMatch(
      /The messaging entity .* could not be found/,
    );
  });
});

describe('$management', () => {
  test('answers with an int as status and a symbol as error condition', async () => {
    const tokens = types.wrap_array([UUID], 0x98, undefined);
    const reply = await request(await connect(), 'q/$management', management('renew-lock', { 'lock-tokens': tokens }));
    expect(reply.performative.settled).toBe(false);
    expect(['Int', 'SmallInt']).toContain(typeOf(propertyOf(reply, 'statusCode')));
    expect(propertyOf(reply, 'statusCode')?.value).toBe(410);
    expect(propertyOf(reply, 'errorCondition')).toMatchObject({
      type: { name: 'Sym8' },
      value: 'com.microsoft:message-lock-lost',
    });
  });

  test('gives sequence numbers as longs, lock tokens as uuids and lock ends as timestamps', async () => {
    const connection = await connect();
    const at = { 'x-opt-scheduled-enqueue-time': types.wrap_timestamp(Date.now() + 60_000) };
    const encoded = rhea.message.encode({ message_id: 'm', message_annotations: at, body: 'x' });
    const messages = types.wrap_list([types.wrap_map({ message: types.wrap_binary(encoded) })]);
    const scheduled = await request(connection, 'slow/$management', management('schedule-message', { messages }));
    expect(itemCodeOf(fieldOf(scheduled, 'sequence-numbers'))).toBe(0x81);

    const deferred = await deferOne(connection);
    const numbers = types.wrap_array([deferred], 0x81, undefined);
    const received = await request(
      connection,
      'slow/$management',
      management('receive-by-sequence-number', {
        'sequence-numbers': numbers,
        'receiver-settle-mode': types.wrap_uint(1),
      }),
    );
    const entries = fieldOf(received, 'messages')?.value as Typed[] | undefined;
    const items = (entries?.[0]?.value ?? []) as Typed[];
    const token = items[items.findIndex((item) => item.value === 'lock-token') + 1];
    expect(typeOf(token)).toBe('Uuid');

    const renewed = await request(
      connection,
      'slow/$management',
      management('renew-lock', { 'lock-tokens': types.wrap_array([token?.value], 0x98, undefined) }),
    );
    expect(propertyOf(renewed, 'statusCode')?.value).toBe(200);
    expect(itemCodeOf(fieldOf(renewed, 'expirations'))).toBe(0x83);
  });

  test('says which operation it does not know', async () => {
    const reply = await request(await connect(), 'q/$management', management('get-session-state', {}));
    expect(propertyOf(reply, 'statusCode')?.value).toBe(501);
    expect(propertyOf(reply, 'statusDescription')?.value).toContain('com.microsoft:get-session-state');
  });

  test('survives a request that makes no sense', async () => {
    const connection = await connect();
    const nonsense = { ...management('peek-message', {}), body: types.wrap_map({ 'message-count': 'many' }) };
    expect(propertyOf(await request(connection, 'q/$management', nonsense), 'statusCode')?.value).toBe(400);
    const empty = { message_id: 'id', body: undefined };
    expect(propertyOf(await request(connection, 'q/$management', empty), 'statusCode')?.value).toBe(501);
  });
});

/** Sends a message, defers it and returns its sequence number. */
const deferOne = async (connection: Connection): Promise<number> => {
  connection.open_sender('slow').send({ message_id: 'd', body: 'x' });
  const receiver = connection.open_receiver({
    source: 'slow',
    autoaccept: false,
    rcv_settle_mode: 1,
    credit_window: 1,
  });
  const { delivery, message } = await new Promise<EventContext>((resolve) => receiver.once('message', resolve));
  delivery?.update(
    false,
    (rhea.message as unknown as { modified(fields: object): { described(): unknown } })
      .modified({ undeliverable_here: true })
      .described(),
  );
  await new Promise((resolve) => receiver.once('settled', resolve));
  receiver.close();
  return Number(message?.message_annotations?.['x-opt-sequence-number']);
};

describe('attaching', () => {
  test('a link is answered with its own source, target and properties, and a sender with the message limit', async () => {
    const connection = await connect();
    const properties = { 'com.microsoft:timeout': types.wrap_uint(5), label: types.wrap_symbol('s') };
    const sender = await opened(connection.open_sender({ target: '/Q', source: { address: 'me' }, properties }));
    expect(sender.max_message_size).toBe(262_144);
    expect([sender.target.address, sender.source.address]).toEqual(['/Q', 'me']);
    expect(sender.properties).toEqual({ 'com.microsoft:timeout': 5, label: 's' });
    const raw = sender as unknown as { remote: { attach: { value: Typed[] } } };
    const echoed = raw.remote.attach.value[13]?.value as Typed[];
    expect(echoed.map((item) => item.type.name)).toEqual(['Sym8', 'SmallUint', 'Sym8', 'Sym8']);
  });

  test.each([
    ['an entity that does not exist', { source: 'nowhere' }, 'amqp:not-found'],
    ['a topic', { source: 'events' }, 'amqp:not-allowed'],
  ])('receiving from %s is refused without a source', async (_, options, condition) => {
    const connection = await connect();
    const receiver = connection.open_receiver(options);
    const sources: unknown[] = [];
    receiver.once('receiver_open', () => sources.push(receiver.source.valueOf()));
    await new Promise((resolve) => receiver.once('receiver_error', resolve));
    receiver.on('receiver_close', () => {});
    expect(sources).toEqual([null]);
    expect(receiver.error).toMatchObject({ condition });
  });

  test('transactions are refused by name', async () => {
    const connection = await connect();
    const sender = connection.open_sender({ target: {} });
    const COORDINATOR = types.described(types.wrap_ulong(0x30), types.wrap_list([]));
    (sender as unknown as { local: { attach: { target: unknown } } }).local.attach.target = COORDINATOR;
    await new Promise((resolve) => sender.once('sender_error', resolve));
    sender.on('sender_close', () => {});
    expect(sender.error).toMatchObject({ condition: 'amqp:not-implemented' });
  });
});

describe('draining', () => {
  /** What a receiver gets until its drain is answered. */
  const drain = async (receiver: Receiver): Promise<string[]> => {
    const events: string[] = [];
    receiver.on('message', ({ message }: EventContext) => void events.push(String(message?.message_id)));
    const drained = new Promise((resolve) => receiver.once('receiver_drained', resolve));
    receiver.drain_credit();
    await drained;
    return [...events, `credit ${(receiver as unknown as { credit: number }).credit}`];
  };

  const filled = async (): Promise<Connection> => {
    const connection = await connect();
    const sender = await opened(connection.open_sender('slow'));
    for (const message_id of ['a', 'b', 'c']) {
      sender.send({ message_id, body: 'x' });
      await new Promise((resolve) => sender.once('accepted', resolve));
    }
    return connection;
  };

  const openReceiver = (connection: Connection, deleting: boolean): Promise<Receiver> =>
    opened(
      connection.open_receiver({
        source: 'slow',
        autoaccept: false,
        credit_window: 0,
        snd_settle_mode: deleting ? 1 : 0,
        rcv_settle_mode: deleting ? 0 : 1,
      }),
    );

  test.each([
    ['locked', false],
    ['deleted', true],
  ])('everything that the credit allows is %s and sent before the drain is answered', async (_, deleting) => {
    const receiver = await openReceiver(await filled(), deleting);
    receiver.add_credit(5);
    expect(await drain(receiver)).toEqual(['a', 'b', 'c', 'credit 0']);
  });

  test('an empty queue answers with the credit given back', async () => {
    const receiver = await openReceiver(await connect(), false);
    receiver.add_credit(5);
    expect(await drain(receiver)).toEqual(['credit 0']);
  });

  test('a drain without credit is answered too', async () => {
    const receiver = await openReceiver(await filled(), false);
    expect(await drain(receiver)).toEqual(['credit 0']);
    receiver.add_credit(1);
    const { message } = await new Promise<EventContext>((resolve) => receiver.once('message', resolve));
    expect(message?.message_id).toBe('a');
  });
});

test('a transfer that is no message is rejected, and the connection goes on', async () => {
  const connection = await connect();
  const sender = await opened(connection.open_sender('q'));
  sender.send(Buffer.from('nonsense'), Buffer.from('1'), 0);
  const { delivery } = await new Promise<EventContext>((resolve) => sender.once('rejected', resolve));
  const state = delivery?.remote_state as unknown as { error: { condition: string } };
  expect(state.error.condition).toBe('amqp:decode-error');
  sender.send({ message_id: 'm', body: 'fine' });
  await new Promise((resolve) => sender.once('accepted', resolve));
  expect(connection.is_open()).toBe(true);
});
