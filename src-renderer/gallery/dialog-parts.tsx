import { useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Part } from './part.tsx';

const KINDS = ['narrow', 'regular', 'wide', 'panel', 'confirm', 'danger'] as const;

/** Dialogs open over the page, one at a time. */
export function DialogParts() {
  const { t } = useWords();
  const [open, setOpen] = useState<(typeof KINDS)[number] | null>(null);
  const close = () => setOpen(null);
  return (
    <Part name="dialog · confirm-dialog">
      {KINDS.map((kind) => (
        <Button key={kind} onClick={() => setOpen(kind)} data-testid={`open-${kind}`}>
          {kind}
        </Button>
      ))}
      {open === 'confirm' || open === 'danger' ? (
        <ConfirmDialog
          title={t('tendering.refundTitle')}
          confirmLabel={t('tendering.refundDone')}
          cancelLabel={t('tendering.keep')}
          dangerous={open === 'danger'}
          onConfirm={close}
          onCancel={close}
        >
          {t('tendering.commitFailedHint')}
        </ConfirmDialog>
      ) : open ? (
        <Dialog
          title={t('parking.title')}
          description={t('parking.emptyHint')}
          closeLabel={t('till.close')}
          asPanel={open === 'panel'}
          width={open === 'panel' ? 'regular' : open}
          onClose={close}
          testId="dialog"
          footer={
            <Button look="primary" className="flex-1" onClick={close}>
              {t('till.close')}
            </Button>
          }
        >
          <p className="text-body">{t('till.openFailedAsideHint')}</p>
        </Dialog>
      ) : null}
    </Part>
  );
}
