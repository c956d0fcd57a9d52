import { ChevronLeft, ChevronRight, Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeedKeyPage } from '../../../shared/staff/store-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The pages in their order, and what can be done with the one that is shown. */
export function PageStrip(props: {
  pages: readonly SpeedKeyPage[];
  shown: number;
  onShow: (at: number) => void;
  onAdd: () => void;
  /** Answers why the name cannot be, or null. */
  onRename: (name: string) => string | null;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { pages, shown } = props;
  const page = pages[shown];
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset of a form */}
      <div role="group" aria-label={t('speedKeys.pages')} className="flex flex-wrap gap-2">
        {pages.map(({ name }, index) => (
          <Chip
            key={name}
            pressed={index === shown}
            onPress={() => props.onShow(index)}
            testId={`speed-page-${index}`}
          >
            <bdi>{name}</bdi>
          </Chip>
        ))}
        <Button look="quiet" onClick={props.onAdd} data-testid="speed-page-add">
          <Plus size={18} aria-hidden="true" />
          {t('speedKeys.addPage')}
        </Button>
      </div>
      {page ? (
        <div className="flex items-end gap-2">
          <PageName key={shown} name={page.name} onRename={props.onRename} />
          <IconButton
            label={t('speedKeys.pageEarlier')}
            icon={<ChevronLeft size={20} aria-hidden="true" className="mirrored" />}
            look="secondary"
            disabled={shown === 0}
            onClick={() => props.onMove(shown - 1)}
            data-testid="speed-page-earlier"
          />
          <IconButton
            label={t('speedKeys.pageLater')}
            icon={<ChevronRight size={20} aria-hidden="true" className="mirrored" />}
            look="secondary"
            disabled={shown === pages.length - 1}
            onClick={() => props.onMove(shown + 1)}
            data-testid="speed-page-later"
          />
          <IconButton
            label={t('speedKeys.pageRemove', { name: page.name })}
            icon={<Trash2 size={20} aria-hidden="true" />}
            look="secondary"
            onClick={props.onRemove}
            data-testid="speed-page-remove"
          />
        </div>
      ) : null}
    </div>
  );
}

/** What is typed stands here until it can be a name; what cannot be one is told and changes nothing. */
function PageName(props: { name: string; onRename: (name: string) => string | null }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(props.name);
  const [wrong, setWrong] = useState<string | null>(null);
  // Undo changes the name from outside.
  useEffect(() => {
    setTyped((now) => (now.trim() === props.name ? now : props.name));
    setWrong(null);
  }, [props.name]);
  return (
    <TextField
      className="min-w-0 flex-1"
      label={t('speedKeys.pageName')}
      value={typed}
      maxLength={40}
      error={wrong}
      dir="auto"
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        setWrong(props.onRename(event.target.value));
      }}
      data-testid="speed-page-name"
    />
  );
}
