/** The catalog's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { createBrand, createType, listBrands, listTypes } from './api/brands-and-types.ts';
import { changeItem } from './api/change-item.ts';
import { createItem } from './api/create-item.ts';
import { deleteItem } from './api/delete-item.ts';
import { getHealth } from './api/get-health.ts';
import { getItem } from './api/get-item.ts';
import { getPicture } from './api/get-picture.ts';
import { listItems } from './api/list-items.ts';
import { publishItems } from './api/publish-items.ts';
import { restock } from './api/restock.ts';
import { getStock, setStock } from './api/stock.ts';
import { uploadPicture } from './api/upload-picture.ts';
import { onEvent } from './events/on-event.ts';
import { relayOutbox } from './events/relay-outbox.ts';

app.http('catalog-list-items', { methods: ['GET'], route: 'catalog/items', authLevel: 'function', handler: listItems });
app.http('catalog-get-item', {
  methods: ['GET'],
  route: 'catalog/items/{itemId}',
  authLevel: 'function',
  handler: getItem,
});
app.http('catalog-create-item', {
  methods: ['POST'],
  route: 'catalog/items',
  authLevel: 'function',
  handler: createItem,
});
app.http('catalog-change-item', {
  methods: ['PUT'],
  route: 'catalog/items/{itemId}',
  authLevel: 'function',
  handler: changeItem,
});
app.http('catalog-delete-item', {
  methods: ['DELETE'],
  route: 'catalog/items/{itemId}',
  authLevel: 'function',
  handler: deleteItem,
});
app.http('catalog-get-stock', {
  methods: ['GET'],
  route: 'catalog/items/{itemId}/stock',
  authLevel: 'function',
  handler: getStock,
});
app.http('catalog-set-stock', {
  methods: ['PUT'],
  route: 'catalog/items/{itemId}/stock',
  authLevel: 'function',
  handler: setStock,
});
app.http('catalog-restock', {
  methods: ['POST'],
  route: 'catalog/items/{itemId}/restock',
  authLevel: 'function',
  handler: restock,
});
app.http('catalog-upload-picture', {
  methods: ['PUT'],
  route: 'catalog/items/{itemId}/picture',
  authLevel: 'function',
  handler: uploadPicture,
});
app.http('catalog-get-picture', {
  methods: ['GET'],
  route: 'catalog/pictures/{pictureId}',
  authLevel: 'function',
  handler: getPicture,
});
app.http('catalog-publish-items', {
  methods: ['POST'],
  route: 'catalog/items/publish',
  authLevel: 'function',
  handler: publishItems,
});
app.http('catalog-list-brands', {
  methods: ['GET'],
  route: 'catalog/brands',
  authLevel: 'function',
  handler: listBrands,
});
app.http('catalog-create-brand', {
  methods: ['POST'],
  route: 'catalog/brands',
  authLevel: 'function',
  handler: createBrand,
});
app.http('catalog-list-types', { methods: ['GET'], route: 'catalog/types', authLevel: 'function', handler: listTypes });
app.http('catalog-create-type', {
  methods: ['POST'],
  route: 'catalog/types',
  authLevel: 'function',
  handler: createType,
});
app.http('catalog-health', { methods: ['GET'], route: 'catalog/health', authLevel: 'function', handler: getHealth });

app.serviceBusTopic('catalog-on-event', {
  topicName,
  subscriptionName: 'catalog',
  connection: busConnection,
  handler: onEvent,
});
app.timer('catalog-relay-outbox', { schedule: '%CATALOG_RELAY_SCHEDULE%', handler: relayOutbox });
