/** Gives up on a provider that does not answer. What it was asked may have happened all the same: the same key finds out. */
import type { Provider } from './provider.ts';

const inTime = async <T>(answer: Promise<T>, seconds: number): Promise<T> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const late = new Error(`The payment provider did not answer within ${seconds} s.`);
  const timer = setTimeout(() => reject(late), seconds * 1000);
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
};

export const withTimeLimit = (provider: Provider, seconds: number): Provider => ({
  register: (card) => inTime(provider.register(card), seconds),
  charge: (order) => inTime(provider.charge(order), seconds),
  refund: (order) => inTime(provider.refund(order), seconds),
});
