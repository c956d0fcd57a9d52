import { Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeedKeysNews } from '../../../shared/staff/speed-keys.ts';
import type { SpeedKeyPage } from '../../../shared/staff/store-settings.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import { speedKeyItem } from '../../runtime/speed-key-items.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { announce } from '../../ui/live-region.tsx';
import { play } from '../../ui/sounds.ts';
import {
  type Arranged,
  addKey,
  addPage,
  isSameArrangement,
  labelKey,
  moveKey,
  movePage,
  removeKey,
  removePage,
  renamePage,
} from './arrangement.ts';
import { KeyEditor } from './key-editor.tsx';
import { KeyGrid } from './key-grid.tsx';
import { KeySearch } from './key-search.tsx';
import { NewsBanner } from './news-banner.tsx';
import { PageStrip } from './page-strip.tsx';
import { useDraft } from './use-draft.ts';

type Pages = readonly SpeedKeyPage[];
type Says = {
  readonly code: Extract<Arranged, { ok: false }>['code'] | 'unknown' | 'notSaved';
  readonly of: string;
};

/** The editor: pages above, the chosen page as the grid will show it, what can become a key beside it. */
export function Arranging(props: {
  /** As it holds on this till, live. */
  pages: Pages;
  news: SpeedKeysNews | null;
  /** The name of the page at which it opens. */
  page: string | null;
  /** Answers whether it is on the disk; then the editor is closed. */
  onSave: (pages: Pages) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { catalogue } = useTill();
  const [start, setStart] = useState(props.pages);
  const draft = useDraft(start);
  const [shown, setShown] = useState(() =>
    Math.max(
      0,
      start.findIndex(({ name }) => name === props.page),
    ),
  );
  const [chosen, setChosen] = useState(0);
  const [says, setSays] = useState<Says | null>(null);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);

  const { pages } = draft;
  const at = Math.min(shown, pages.length - 1);
  const page = pages[at];
  const keyAt = Math.min(chosen, (page?.keys.length ?? 0) - 1);
  const key = page?.keys[keyAt];
  const isChanged = !isSameArrangement(pages, start);
  const nameOf = (sku: string): string => {
    const hit = catalogue.findBySku(sku);
    return hit ? speedKeyItem(hit).name : sku;
  };

  const change = (next: Pages, stroke?: string) => {
    setSays(null);
    draft.set(next, stroke);
  };
  const showPage = (to: number) => {
    setShown(to);
    setChosen(0);
    setSays(null);
  };
  const onAddPage = () => {
    const added = addPage(pages, t('speedKeys.newPage'));
    if (!added.ok) return setSays({ code: added.code, of: '' });
    change(added.pages);
    showPage(added.pages.length - 1);
  };
  const onAddKey = (sku: string) => {
    // The first key of a shop that has no page yet makes one.
    const first = page ? pages : [{ name: t('speedKeys.newPage'), keys: [] }];
    const place = page ? at : 0;
    const added = addKey(first, place, sku);
    const name = nameOf(sku);
    if (!added.ok) {
      play('warning');
      return setSays({ code: added.code, of: name });
    }
    change(added.pages);
    setShown(place);
    setChosen((added.pages[place]?.keys.length ?? 1) - 1);
    play('added');
    announce(t('speedKeys.added', { name }));
  };
  const onMoveKey = (from: number, to: number, stroke?: string) => {
    const next = moveKey(pages, at, from, to);
    change(next, stroke);
    setChosen(to);
    const sku = page?.keys[from]?.sku;
    if (sku) announce(t('speedKeys.place', { name: nameOf(sku), place: to + 1, count: page.keys.length }));
  };
  const onRemoveKey = (place: number) => {
    const sku = page?.keys[place]?.sku;
    if (!sku) return;
    change(removeKey(pages, at, place));
    setChosen(Math.max(0, Math.min(place, page.keys.length - 2)));
    announce(t('speedKeys.removed', { name: nameOf(sku) }));
  };
  useScanTaker((codes) => {
    const hit = codes.map((code) => catalogue.findByCode(code)).find(Boolean);
    if (hit) return onAddKey(hit.variant.sku);
    play('warning');
    setSays({ code: 'unknown', of: codes[0] ?? '' });
  });

  const leave = () => (isChanged ? setLeaving(true) : props.onClose());
  const save = async () => {
    setBusy(true);
    const isSaved = await props.onSave(pages);
    if (isSaved) return;
    setBusy(false);
    play('error');
    setSays({ code: 'notSaved', of: '' });
  };
  const undo = () => {
    setSays(null);
    draft.undo();
  };
  useUndoKey(undo);
  const isOvertaken = !busy && !isSameArrangement(props.pages, start);

  return (
    <Dialog
      title={t('speedKeys.title')}
      description={t('speedKeys.hint')}
      width="broad"
      closeLabel={t('speedKeys.close')}
      onClose={leave}
      testId="speed-keys-panel"
      footer={
        <>
          <Button disabled={draft.steps === 0} onClick={undo} data-testid="speed-keys-undo">
            <Undo2 size={18} aria-hidden="true" className="mirrored" />
            {t('speedKeys.undo')}
          </Button>
          <span className="flex-1" />
          <Button onClick={leave}>{t('speedKeys.cancel')}</Button>
          <Button
            look="primary"
            busy={busy}
            disabledReason={isChanged ? null : t('speedKeys.nothingChanged')}
            onClick={() => void save().catch(reportError)}
            data-testid="speed-keys-save"
          >
            {t('speedKeys.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {props.news ? <NewsBanner news={props.news} /> : null}
        {isOvertaken ? (
          <Banner
            tone="warning"
            testId="speed-keys-overtaken"
            acts={
              <Button
                onClick={() => {
                  setStart(props.pages);
                  change(props.pages);
                }}
                data-testid="speed-keys-take-theirs"
              >
                {t('speedKeys.takeTheirs')}
              </Button>
            }
          >
            {t('speedKeys.overtaken')}
          </Banner>
        ) : null}
        <PageStrip
          pages={pages}
          shown={at}
          onShow={showPage}
          onAdd={onAddPage}
          onRename={(name) => {
            const renamed = renamePage(pages, at, name);
            if (!renamed.ok) return t(`speedKeys.refusals.${renamed.code}`, { name });
            change(renamed.pages, `name ${at}`);
            return null;
          }}
          onMove={(to) => {
            change(movePage(pages, at, to));
            setShown(to);
          }}
          onRemove={() => {
            change(removePage(pages, at));
            showPage(Math.max(0, at - 1));
            announce(t('speedKeys.removed', { name: page?.name ?? '' }));
          }}
        />
        {says ? (
          <Banner
            tone={says.code === 'notSaved' ? 'error' : 'warning'}
            code={says.code}
            testId="speed-keys-says"
          >
            {t(`speedKeys.refusals.${says.code}`, { name: says.of })}
          </Banner>
        ) : null}
        <div className="grid h-[clamp(320px,calc(100vh-420px),640px)] min-h-0 grid-cols-[minmax(0,1fr)_280px] gap-6">
          <div className="flex min-h-0 flex-col gap-3">
            {page ? (
              <>
                <div className="min-h-0 flex-1 overflow-y-auto rounded-md border border-line bg-canvas p-2">
                  <KeyGrid
                    page={page}
                    chosen={Math.max(0, keyAt)}
                    findBySku={(sku) => catalogue.findBySku(sku)}
                    onChoose={setChosen}
                    onMove={onMoveKey}
                    onRemove={onRemoveKey}
                  />
                </div>
                <KeyEditor
                  chosen={
                    key
                      ? { name: nameOf(key.sku), label: key.label ?? '', at: keyAt, count: page.keys.length }
                      : null
                  }
                  onLabel={(label) => change(labelKey(pages, at, keyAt, label), `label ${at} ${key?.sku}`)}
                  onMove={(to) => onMoveKey(keyAt, to)}
                  onRemove={() => onRemoveKey(keyAt)}
                />
              </>
            ) : (
              <p className="text-body text-muted" data-testid="speed-keys-none">
                {t('speedKeys.noPages')}
              </p>
            )}
          </div>
          <KeySearch taken={new Set(page?.keys.map(({ sku }) => sku))} onAdd={onAddKey} />
        </div>
      </div>
      {leaving ? (
        <ConfirmDialog
          title={t('speedKeys.leaveTitle')}
          confirmLabel={t('speedKeys.leave')}
          cancelLabel={t('speedKeys.stay')}
          dangerous
          onConfirm={props.onClose}
          onCancel={() => setLeaving(false)}
          testId="speed-keys-leave"
        >
          {t('speedKeys.leaveHint')}
        </ConfirmDialog>
      ) : null}
    </Dialog>
  );
}

/** Ctrl+Z wherever the focus is: a key that was removed took it along. A field takes its own letters back. */
function useUndoKey(undo: () => void): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLInputElement;
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || inField) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
