import { ChevronLeft, ChevronRight, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The chosen key: the words on it, its place, and its end. Stands still while keys are chosen. */
export function KeyEditor(props: {
  /** Null: no key is chosen. */
  chosen: {
    readonly name: string;
    readonly label: string;
    readonly at: number;
    readonly count: number;
  } | null;
  onLabel: (label: string) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { chosen } = props;
  return (
    <div className="flex items-end gap-2">
      <TextField
        className="min-w-0 flex-1"
        label={t('speedKeys.label')}
        value={chosen?.label ?? ''}
        placeholder={chosen?.name ?? t('speedKeys.noKey')}
        maxLength={40}
        dir="auto"
        autoComplete="off"
        disabled={!chosen}
        onChange={(event) => props.onLabel(event.target.value)}
        data-testid="speed-key-label"
      />
      <IconButton
        label={t('speedKeys.earlier')}
        icon={<ChevronLeft size={20} aria-hidden="true" className="mirrored" />}
        look="secondary"
        disabled={!chosen || chosen.at === 0}
        onClick={() => chosen && props.onMove(chosen.at - 1)}
        data-testid="speed-key-earlier"
      />
      <IconButton
        label={t('speedKeys.later')}
        icon={<ChevronRight size={20} aria-hidden="true" className="mirrored" />}
        look="secondary"
        disabled={!chosen || chosen.at === chosen.count - 1}
        onClick={() => chosen && props.onMove(chosen.at + 1)}
        data-testid="speed-key-later"
      />
      <IconButton
        label={t('speedKeys.remove')}
        icon={<Trash2 size={20} aria-hidden="true" />}
        look="secondary"
        disabled={!chosen}
        onClick={props.onRemove}
        data-testid="speed-key-remove"
      />
    </div>
  );
}
