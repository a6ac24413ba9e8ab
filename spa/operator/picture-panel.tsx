/** The picture of an item: shown, and replaced by another file. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { uploadPicture } from '../api/operate.ts';
import type { Item } from '../api/types.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { Picture } from '../ui/picture.tsx';
import { FormProblem, Notice } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { itemChanged } from './item-changed.ts';
import { Panel } from './parts.tsx';

const texts = operatorTexts.item;
const maxBytes = 1024 * 1024;

export const PicturePanel = ({ item }: { item: Item }) => {
  const input = useRef<HTMLInputElement>(null);
  const [isTooBig, setIsTooBig] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (file: File) => uploadPicture(item.id, file),
    onSuccess: (saved) => {
      itemChanged(saved);
      toast({ text: texts.pictureSaved });
    },
  });
  const choose = (files: FileList | null): void => {
    const file = files?.[0];
    if (!file) return;
    setIsTooBig(file.size > maxBytes);
    if (file.size <= maxBytes) mutate(file);
  };
  return (
    <Panel title={texts.picture}>
      <Picture url={item.pictureUrl} alt={item.name} eager className="mb-4 w-full rounded-2xl border border-line" />
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={texts.pictureChoose}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          choose(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Button look="quiet" icon="upload" busy={isPending} onClick={() => input.current?.click()}>
        {texts.pictureChoose}
      </Button>
      <p className="mt-2 text-sm text-soft">{texts.pictureHint}</p>
      {isTooBig && (
        <Notice tone="alarm" className="mt-3">
          {texts.pictureTooBig}
        </Notice>
      )}
      <FormProblem error={error} />
    </Panel>
  );
};
