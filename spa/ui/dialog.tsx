/** A question in front of the page, on the browser's own `dialog`: it keeps the focus, Escape closes it, and the focus returns. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { texts } from '../texts.ts';
import { Button } from './button.tsx';

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export const Dialog = ({ open, title, onClose, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      // The browser tells of it a moment later, when the next question may be open already.
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
      className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-3xl border border-line bg-sheet p-6 text-ink shadow-lift backdrop:bg-[light-dark(rgb(34_57_90/50%),rgb(0_0_0/65%))] open:animate-rise"
    >
      {open && (
        <>
          <h2 id={id} className="mb-3 text-2xl">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
};

interface ConfirmProps extends Omit<DialogProps, 'children'> {
  text: ReactNode;
  action: string;
  /** What the other button says. */
  dismiss?: string;
  busy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be undone. */
export const Confirm = ({
  text,
  action,
  dismiss = texts.common.cancel,
  busy = false,
  onConfirm,
  ...dialog
}: ConfirmProps) => (
  <Dialog {...dialog}>
    <div className="text-soft">{text}</div>
    <div className="mt-6 flex flex-wrap justify-end gap-3">
      <Button look="quiet" onClick={dialog.onClose}>
        {dismiss}
      </Button>
      <Button look="danger" busy={busy} onClick={onConfirm}>
        {action}
      </Button>
    </div>
  </Dialog>
);
