/** Where the bus is: the setting `ServiceBus`, or `ServiceBus__fullyQualifiedNamespace` for a managed identity. */
import * as z from 'zod';

/** The name that the Service Bus triggers give as their `connection`. */
export const busConnection = 'ServiceBus';

export const MessagingSettings = z.object({
  ServiceBus: z
    .string('Use a Service Bus connection string.')
    .startsWith('Endpoint=sb://', 'must start with Endpoint=sb://')
    .optional(),
  ServiceBus__fullyQualifiedNamespace: z
    .string()
    .regex(/^[\w.-]+$/, 'must be a host name such as shop.servicebus.windows.net')
    .optional(),
});
export type MessagingSettings = z.output<typeof MessagingSettings>;
