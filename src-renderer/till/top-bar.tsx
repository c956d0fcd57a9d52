import {
  ArchiveRestore,
  CircleHelp,
  Download,
  Lock,
  PackageSearch,
  Printer,
  PrinterCheck,
  PrinterX,
  ReceiptText,
  Settings,
  Wallet,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SyncPill } from '../features/attention/sync-pill.tsx';
import { DisplayHealth } from '../features/customer-display/display-health.tsx';
import { ScannerState } from '../features/scanner/scanner-health.tsx';
import { useDropDue, useDropDueNotice } from '../features/shift/drop-due.ts';
import { cashier, useCashier } from '../runtime/cashier-store.ts';
import { printerHealth } from '../runtime/device-health.ts';
import { useKeyHint } from '../runtime/key-acts.ts';
import { useDevice, useStoreSettings, useTill } from '../runtime/till-context.tsx';
import { useReadable } from '../runtime/use-readable.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Avatar } from '../ui/letter-tile.tsx';
import { useClock } from '../ui/money.tsx';

/** Always visible: store, terminal, cashier, shift; what the server knows; the doors to everything else. */
export function TopBar(props: { onLock: () => void; onReturns: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const settings = useStoreSettings();
  const identity = useReadable(till.identity);
  const shift = useReadable(till.shifts.current);
  const parked = useReadable(till.sales.parked);
  const progress = useReadable(till.catalogue.progress);
  const cashierId = useCashier((state) => state.cashierId);
  const member = useReadable(till.staff).find((other) => other.id === cashierId);
  const screen = useCashier((state) => state.screen);
  const isDropDue = useDropDue();
  useDropDueNotice(isDropDue);
  const parkedKey = useKeyHint('parked');
  const helpKey = useKeyHint('help');
  const lockKey = useKeyHint('lock');
  const shiftKey = useKeyHint('shift');
  const stockKey = useKeyHint('stock');
  const returnsKey = useKeyHint('returns');
  const barred = screen === 'payment' ? 'finishPayment' : null;
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line bg-surface ps-4 pe-2">
      <BrandMark size={30} />
      {/* Where there is no room for both, the names give way to the state of the till. */}
      <div className="min-w-0 shrink-[99999] leading-tight">
        <p className="truncate text-body font-semibold tracking-tight">{settings?.storeName ?? ''}</p>
        <p className="truncate text-small text-muted">
          {[
            identity?.terminalName,
            shift ? t('staff.shiftSince', { time: clock.time(shift.openedAt) }) : t('till.noShift'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className="flex-1" />
      {progress.complete ? null : (
        <span
          className="money hidden items-center gap-1.5 text-small text-muted min-[900px]:flex"
          role="status"
          data-testid="catalogue-progress"
        >
          <Download size={16} aria-hidden="true" />
          {t('attention.catalogueShort', { count: progress.items })}
        </span>
      )}
      <SyncPill onOpen={() => cashier.set({ panel: 'sync' })} />
      <div className="flex shrink-0">
        <ScannerState />
        <PrinterState />
        <DisplayHealth />
      </div>
      <Button
        look="quiet"
        {...pressed(barred, () => cashier.set({ panel: 'parked' }))}
        aria-keyshortcuts={parkedKey['aria-keyshortcuts']}
        aria-label={t('till.parkedCount', { count: parked.length })}
        data-testid="parked-open"
        data-count={parked.length}
        className="!px-3 aria-disabled:opacity-45"
      >
        <ArchiveRestore size={19} aria-hidden="true" />
        <span className="hidden min-[1200px]:inline">{t('till.parked')}</span>
        {parked.length > 0 ? (
          <span className="money flex h-6 min-w-6 items-center justify-center rounded-full bg-ink px-1.5 text-small font-semibold text-canvas">
            {parked.length}
          </span>
        ) : null}
        <span aria-hidden="true" className="font-sans text-note text-muted">
          {parkedKey.keyCap}
        </span>
      </Button>
      <BarAct
        label={t('till.keys.returns')}
        icon={<ReceiptText size={20} aria-hidden="true" />}
        hint={returnsKey}
        barred={barred ?? (shift === null ? 'needsShift' : null)}
        onClick={props.onReturns}
        testId="returns-open"
      />
      <BarAct
        label={t('till.keys.shift')}
        icon={<Wallet size={20} aria-hidden="true" />}
        hint={shiftKey}
        barred={barred}
        onClick={() => cashier.set({ screen: 'shift' })}
        mark={isDropDue ? t('shift.dropDueShort') : null}
        testId="shift-screen-open"
      />
      <BarAct
        label={t('till.keys.stock')}
        icon={<PackageSearch size={20} aria-hidden="true" />}
        hint={stockKey}
        barred={barred}
        onClick={() => cashier.set({ panel: 'stock', stockLook: null })}
        testId="stock-open"
      />
      {member ? (
        <Button
          look="quiet"
          // Refused there, with the reason, while money is taken.
          onClick={props.onLock}
          aria-label={`${member.name}: ${t('staff.lock')}`}
          aria-keyshortcuts={lockKey['aria-keyshortcuts']}
          data-testid="cashier-change"
          className="!px-2"
        >
          <Avatar name={member.name} {...(member.hue === undefined ? {} : { hue: member.hue })} />
          <span className="hidden max-w-[14ch] truncate min-[1200px]:inline">{member.name}</span>
          <span aria-hidden="true" className="flex flex-col items-center gap-1 text-muted">
            <Lock size={16} />
            <KeyNote keyCap={lockKey.keyCap} />
          </span>
        </Button>
      ) : null}
      <BarAct
        label={t('till.settings')}
        icon={<Settings size={20} aria-hidden="true" />}
        onClick={() => cashier.set({ panel: 'settings', settingsSection: null })}
        testId="settings-open"
      />
      <BarAct
        label={t('till.help')}
        icon={<CircleHelp size={20} aria-hidden="true" />}
        hint={helpKey}
        onClick={() => cashier.set({ panel: 'help' })}
        testId="help-open"
      />
    </header>
  );
}

type Barred = 'finishPayment' | 'needsShift';

/** A door that is shut for now still takes the press, and says why: a finger does not rest on a button to read. */
const pressed = (barred: Barred | null, onClick: () => void) => ({
  'aria-disabled': barred !== null || undefined,
  onClick: barred === null ? onClick : () => cashier.tell('info', barred),
});

const PRINTERS = { unknown: Printer, good: PrinterCheck, failed: PrinterX };

/** How the printer, and the drawer on it, did last; the way to its settings. Nothing where none is set up. */
function PrinterState() {
  const { t } = useTranslation();
  const { printer } = useReadable(useDevice().settings);
  const state = useReadable(printerHealth);
  if (!printer) return null;
  const Icon = PRINTERS[state];
  return (
    <IconButton
      label={t(`till.printer.${state}`)}
      onClick={() => cashier.set({ panel: 'settings', settingsSection: 'printer' })}
      data-testid="printer-state"
      data-state={state}
      className={state === 'failed' ? 'bg-danger-soft !text-danger-ink' : ''}
      icon={<Icon size={20} aria-hidden="true" />}
    />
  );
}

/** A door of the bar: its icon over its key. */
function BarAct(props: {
  label: string;
  icon: ReactNode;
  hint?: ReturnType<typeof useKeyHint>;
  barred?: Barred | null;
  onClick: () => void;
  /** Something is to be done there: a dot for the eye, words for the label. */
  mark?: string | null;
  testId: string;
}) {
  return (
    <IconButton
      label={props.mark ? `${props.label}: ${props.mark}` : props.label}
      aria-keyshortcuts={props.hint?.['aria-keyshortcuts']}
      {...pressed(props.barred ?? null, props.onClick)}
      className="aria-disabled:opacity-45"
      data-testid={props.testId}
      data-marked={Boolean(props.mark)}
      icon={
        <span className="relative flex flex-col items-center gap-1">
          {props.mark ? (
            <span className="absolute -end-1 -top-1 h-3 w-3 rounded-full border-2 border-surface bg-accent" />
          ) : null}
          {props.icon}
          {props.hint ? <KeyNote keyCap={props.hint.keyCap} /> : null}
        </span>
      }
    />
  );
}

function KeyNote(props: { keyCap: string }) {
  return (
    <span aria-hidden="true" dir="ltr" className="text-note leading-none font-normal text-muted">
      {props.keyCap}
    </span>
  );
}
