/** Entity addresses in the forms that the SDKs write them. */

export type Address = {
  /** Without host, outer slashes and percent-encoding: `events/Subscriptions/basket`. */
  readonly path: string;
  /** Whether the request/reply node of the entity is meant. */
  readonly management: boolean;
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** JavaScript writes `queue`, .NET `/queue` with percent-encoding, audiences and Python `sb://host/queue`. */
export const parseAddress = (address: string): Address => {
  const path = decoded(address.replace(/^\w+:\/\/[^/]*/, '').replace(/^\/+|\/+$/g, ''));
  const withoutNode = path.replace(/\/\$management$/i, '');
  return { path: withoutNode, management: withoutNode !== path };
};
