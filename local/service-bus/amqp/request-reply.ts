/** Request and reply over a pair of links, as `$cbs` and `$management` use it. */
import rhea, { type EventContext, type Receiver, type Sender, type Typed } from 'rhea';
import { MalformedMessage, readText } from '../message/amqp-bytes.ts';
import { applicationPropertiesOf, type Content, fieldsOf, parseContent } from '../message/content.ts';
import { SECTION, sectionsOf } from '../message/sections.ts';
import { decodeTyped } from '../message/value.ts';
import { accepted } from './outcomes.ts';
import { acceptAttach } from './rhea-internals.ts';
import { incomingOf } from './sender-link.ts';

export type Request = {
  /** A text among the application properties. */
  property(name: string): string | undefined;
  /** The value of the body, still typed; undefined when there is none. Throws when it is not valid AMQP. */
  body(): Typed | undefined;
};

/** Values must be typed (`rhea.types.wrap_…`): rhea would send every plain number as a uint. */
export type Reply = { readonly properties: Record<string, Typed>; readonly body: unknown };

const bodyOf = ({ bytes }: Content): Typed | undefined => {
  const section = sectionsOf(bytes).find(({ code }) => code === SECTION.value);
  return section && decodeTyped(bytes.subarray(section.value, section.end));
};

const requestOf = (content: Content): Request => {
  const properties = applicationPropertiesOf(content);
  return { property: (name) => readText(properties.get(name)), body: () => bodyOf(content) };
};

const MESSAGE_ID = 0;
const REPLY_TO = 4;

/** JavaScript names the receiving link in reply-to, other SDKs its target address. */
const findReplyLink = ({ session, connection }: Receiver, replyTo: string | undefined): Sender | undefined => {
  const matches = (link: Sender) => link.name === replyTo || link.target?.address === replyTo;
  return session.find_sender(matches) ?? connection.find_sender(matches);
};

/** The correlation id has the very AMQP type of the request's message id, which .NET insists on. */
const encodeReply = (reply: Reply, messageId: Buffer | undefined): Buffer =>
  rhea.message.encode({
    ...(messageId === undefined ? {} : { correlation_id: decodeTyped(messageId) as unknown as string }),
    application_properties: reply.properties,
    body: reply.body,
  });

let lastTag = 0;

/** Answers every request on a link with what `handle` makes of it. `send` may wait, for instance until a commit. */
export const openRequestLink = (
  receiver: Receiver,
  handle: (request: Request, send: (reply: Reply) => void) => void,
): void => {
  acceptAttach(receiver);
  receiver.on('message', (event: EventContext) => {
    const incoming = incomingOf(event);
    if (incoming === undefined) return;
    incoming.delivery.update(true, accepted);
    const content = parseRequest(incoming.bytes);
    if (content === undefined) return;
    const fields = fieldsOf(content, SECTION.properties);
    handle(requestOf(content), (reply) => {
      const link = findReplyLink(receiver, readText(fields[REPLY_TO]));
      link?.send(encodeReply(reply, fields[MESSAGE_ID]), Buffer.from(String(lastTag++)), 0);
    });
  });
};

/** A request that cannot be read names no address to answer to, so it is dropped. */
const parseRequest = (bytes: Buffer): Content | undefined => {
  try {
    return parseContent(bytes);
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
};
