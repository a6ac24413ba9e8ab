/** The catalog's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { changeItem } from './api/change-item.ts';
import { getItem } from './api/get-item.ts';
import { getPicture } from './api/get-picture.ts';
import { listItems } from './api/list-items.ts';
import { listBrands, listTypes } from './api/list-names.ts';
import { onEvent } from './events/on-event.ts';
import { relayOutbox } from './events/relay-outbox.ts';

app.http('catalog-list-items', { methods: ['GET'], route: 'catalog/items', authLevel: 'function', handler: listItems });
app.http('catalog-get-item', {
  methods: ['GET'],
  route: 'catalog/items/{itemId}',
  authLevel: 'function',
  handler: getItem,
});
app.http('catalog-change-item', {
  methods: ['PUT'],
  route: 'catalog/items/{itemId}',
  authLevel: 'function',
  handler: changeItem,
});
app.http('catalog-list-brands', {
  methods: ['GET'],
  route: 'catalog/brands',
  authLevel: 'function',
  handler: listBrands,
});
app.http('catalog-list-types', { methods: ['GET'], route: 'catalog/types', authLevel: 'function', handler: listTypes });
app.http('catalog-get-picture', {
  methods: ['GET'],
  route: 'catalog/pictures/{pictureId}',
  authLevel: 'function',
  handler: getPicture,
});

app.serviceBusTopic('catalog-on-event', {
  topicName,
  subscriptionName: 'catalog',
  connection: busConnection,
  handler: onEvent,
});
app.timer('catalog-relay-outbox', { schedule: '%CATALOG_RELAY_SCHEDULE%', handler: relayOutbox });
