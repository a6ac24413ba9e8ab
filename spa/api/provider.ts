/** What the identity provider offers beyond signing in, as its discovery document says; another provider has it elsewhere or not at all. */
import { queryOptions } from '@tanstack/react-query';
import { settings } from '../settings.ts';
import { unreachable } from './problem.ts';

export interface Provider {
  /** Where people look after their own account. */
  account?: string;
  /** Where operators look after users. */
  users?: string;
}

const textIn = (document: unknown, name: string): string | undefined => {
  const value = typeof document === 'object' && document !== null ? (document as Record<string, unknown>)[name] : '';
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const discover = async (signal: AbortSignal): Promise<Provider> => {
  const response = await fetch(`${settings().issuer}/.well-known/openid-configuration`, { signal });
  if (!response.ok) throw unreachable();
  const document: unknown = await response.json();
  const account = textIn(document, 'shop_account_endpoint');
  const users = textIn(document, 'shop_user_administration_endpoint');
  return { ...(account !== undefined && { account }), ...(users !== undefined && { users }) };
};

export const providerQuery = queryOptions({
  queryKey: ['provider'],
  queryFn: ({ signal }) => discover(signal),
  staleTime: Number.POSITIVE_INFINITY,
});
