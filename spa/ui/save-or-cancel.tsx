/** The end of a form in a dialog: save what is in it, or leave it. */
import { texts } from '../texts.ts';
import { Button } from './button.tsx';

export const SaveOrCancel = ({ isSaving, onCancel }: { isSaving: boolean; onCancel: () => void }) => (
  <div className="flex flex-wrap justify-end gap-3">
    <Button look="quiet" onClick={onCancel}>
      {texts.common.cancel}
    </Button>
    <Button type="submit" busy={isSaving}>
      {texts.common.save}
    </Button>
  </div>
);
