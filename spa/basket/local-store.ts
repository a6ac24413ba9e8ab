/** Where the browser keeps a visitor's basket; every open tab follows it. */
import { useMemo } from 'react';
import { storagePrefix } from '../session/stored-user.ts';
import { stored, useStored } from '../stored.ts';
import { type LocalBasket, parseLocalBasket } from './local-basket.ts';
import { type PendingMerge, parsePendingMerge } from './merge.ts';

const basket = stored(`${storagePrefix}basket`);
const merge = stored(`${storagePrefix}merge`);

export const readLocalBasket = (): LocalBasket => parseLocalBasket(basket.read());

export const changeLocalBasket = (change: (basket: LocalBasket) => LocalBasket): void => {
  const changed = change(readLocalBasket());
  basket.write(changed.length === 0 ? null : JSON.stringify(changed));
};

export const useLocalBasket = (): LocalBasket => {
  const text = useStored(basket);
  return useMemo(() => parseLocalBasket(text), [text]);
};

export const readPendingMerge = (): PendingMerge | undefined => parsePendingMerge(merge.read());

export const keepPendingMerge = (pending: PendingMerge | undefined): void =>
  merge.write(pending === undefined ? null : JSON.stringify(pending));
