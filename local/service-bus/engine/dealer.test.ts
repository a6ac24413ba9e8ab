import { expect, test } from 'vitest';
import { bodyOf, content, oneQueue } from '../testing/engine.ts';
import { type Consumer, createDealer } from './dealer.ts';
import { send } from './send.ts';

const consumer = (credit: number): Consumer & { got: (string | undefined)[] } => {
  const got: (string | undefined)[] = [];
  return {
    got,
    mode: 'peekLock',
    wants: () => got.length < credit,
    deliver: (message) => void got.push(bodyOf(message)),
  };
};

test('messages are dealt in turn, and nobody gets more than they want', () => {
  const q = oneQueue().queue('q');
  const dealer = createDealer();
  const [a, b, c] = [consumer(9), consumer(1), consumer(9)];
  for (const each of [a, b, c]) dealer.add(q, each);
  for (const body of ['1', '2', '3', '4', '5']) send(q, content(body));
  dealer.note(q);
  dealer.deal();
  expect([a.got, b.got, c.got]).toEqual([['1', '4'], ['2'], ['3', '5']]);
});

test('nothing is dealt to a consumer that has left', () => {
  const q = oneQueue().queue('q');
  const dealer = createDealer();
  const [gone, here] = [consumer(9), consumer(9)];
  dealer.add(q, gone);
  dealer.add(q, here);
  dealer.remove(q, gone);
  send(q, content('1'));
  dealer.note(q);
  dealer.deal();
  expect([gone.got, here.got]).toEqual([[], ['1']]);
});

test('what nobody wanted is dealt when somebody does', () => {
  const q = oneQueue().queue('q');
  const dealer = createDealer();
  send(q, content('1'));
  dealer.note(q);
  dealer.deal();
  const late = consumer(1);
  dealer.add(q, late);
  dealer.note(q);
  dealer.deal();
  expect(late.got).toEqual(['1']);
});
