/** Something that a click starts and that further clicks do not start again while it is under way. */
import { useState } from 'react';

/** Whether it is under way, and how to start it. `work` says itself what goes wrong. */
export const useOnce = (work: () => Promise<void>): { isBusy: boolean; run: () => void } => {
  const [isBusy, setIsBusy] = useState(false);
  const start = async (): Promise<void> => {
    setIsBusy(true);
    await work().finally(() => setIsBusy(false));
  };
  return { isBusy, run: () => void (isBusy ? undefined : start()) };
};
