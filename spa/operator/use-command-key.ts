/** The `Idempotency-Key` of a command: the same for the same content, so that trying again changes nothing twice. */
import { useRef } from 'react';

export const useCommandKey = (): ((content: unknown) => string) => {
  const last = useRef({ key: '', content: '' });
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { key: crypto.randomUUID(), content: text };
    return last.current.key;
  };
};
