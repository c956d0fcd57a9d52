import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** What is said about the whole sale. */
export function SaleNote(props: { note: string; onSave: (note: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState(props.note);
  useScansWait(note !== props.note);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    props.onClose();
    if (note.trim() !== props.note) props.onSave(note);
  };
  return (
    <Dialog
      title={t('selling.pricing.saleNote')}
      width="narrow"
      closeLabel={t('selling.cancel')}
      onClose={props.onClose}
      initialFocus={field}
      testId="sale-note"
    >
      <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-2">
        <TextField
          ref={field}
          label={t('selling.pricing.note')}
          hint={t('selling.pricing.saleNoteHint')}
          value={note}
          maxLength={500}
          autoComplete="off"
          data-testid="sale-note-input"
          onChange={(event) => setNote(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" data-testid="sale-note-save">
          {t('selling.pricing.save')}
        </Button>
      </form>
    </Dialog>
  );
}
