import { changedLine, customerView, displayLanguage } from '../../../shared/display/customer-view.ts';
import type { DisplayMessage } from '../../../shared/display/display-message.ts';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import type { Sale, SaleLine } from '../../../shared/sale/sale.ts';
import { type CashierState, cashier, useCashier } from '../../runtime/cashier-store.ts';
import type { Device } from '../../runtime/device.ts';
import type { Till } from '../../sync/till.ts';
import { afterPaint } from './after-paint.ts';

type FedTill = Pick<Till, 'settings'> & {
  readonly shifts: Pick<Till['shifts'], 'current'>;
  readonly sales: Pick<Till['sales'], 'get' | 'watch'>;
};

/** Tells the customer display what the till shows, as long as one is wanted. Where none is, nothing is watched. */
export function feedDisplay(till: FedTill, device: Pick<Device, 'settings' | 'display'>): () => void {
  let stopFeeding: (() => void) | null = null;
  const follow = () => {
    const wanted = (device.settings.getSnapshot().display?.mode ?? 'off') !== 'off';
    if (wanted && !stopFeeding) stopFeeding = feed(till, device);
    else if (!wanted && stopFeeding) {
      stopFeeding();
      stopFeeding = null;
      device.display.end();
    }
  };
  const stopFollowing = device.settings.subscribe(follow);
  follow();
  return () => {
    stopFollowing();
    stopFeeding?.();
  };
}

function feed(till: FedTill, device: Pick<Device, 'settings' | 'display'>): () => void {
  let told = '';
  const newest = newestLines();
  const tell = () => {
    const message = viewOf(till, device.settings.getSnapshot(), newest);
    const text = JSON.stringify(message);
    if (text === told) return;
    told = text;
    device.display.show(message);
  };
  const painted = afterPaint(tell);

  let watched: { readonly saleId: string | null; readonly stop: () => void } | null = null;
  const watchSale = () => {
    const { activeSaleId } = cashier.get();
    if (watched?.saleId === activeSaleId) return;
    watched?.stop();
    const stop = activeSaleId ? till.sales.watch(activeSaleId).subscribe(painted.ask) : () => undefined;
    watched = { saleId: activeSaleId, stop };
  };
  // The till's own look, as it is drawn: whatever decides it, here it stands.
  const look = new MutationObserver(painted.ask);
  look.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-training'] });
  const stops = [
    useCashier.subscribe((state, before) => {
      if (isSameDesk(state, before)) return;
      watchSale();
      painted.ask();
    }),
    till.settings.subscribe(painted.ask),
    till.shifts.current.subscribe(painted.ask),
    device.settings.subscribe(painted.ask),
    () => look.disconnect(),
    () => watched?.stop(),
    painted.stop,
  ];
  watchSale();
  painted.ask();
  return () => {
    for (const stop of stops) stop();
  };
}

/** What is typed, selected and asked is the cashier's alone. */
const isSameDesk = (one: CashierState, other: CashierState): boolean =>
  (['cashierId', 'screen', 'activeSaleId', 'receiptSaleId', 'receiptIsCopy'] as const).every(
    (name) => one[name] === other[name],
  );

function viewOf(
  till: FedTill,
  { language, display }: DeviceSettings,
  newest: (sale: Sale | undefined) => string | null,
): DisplayMessage {
  const { cashierId, screen, activeSaleId, receiptSaleId, receiptIsCopy } = cashier.get();
  const settings = till.settings.getSnapshot();
  const sale = activeSaleId === null ? undefined : till.sales.get(activeSaleId);
  return customerView({
    look: {
      language: displayLanguage(display?.language, settings?.locale, language),
      theme: themeOf(display?.theme),
      textSize: display?.textSize ?? 100,
      training: document.documentElement.dataset.training !== undefined,
    },
    settings,
    isShiftOpen: till.shifts.current.getSnapshot() !== null,
    isLocked: cashierId === null,
    screen,
    sale,
    newestLineId: newest(sale),
    receiptSale: receiptSaleId === null ? undefined : till.sales.get(receiptSaleId),
    receiptIsCopy,
  });
}

function themeOf(chosen: NonNullable<DeviceSettings['display']>['theme']): DisplayMessage['look']['theme'] {
  if (chosen) return chosen === 'highContrast' ? 'hc' : chosen;
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || theme === 'hc' ? theme : 'light';
}

/** Remembers of one cart after another which line was changed last. */
function newestLines(): (sale: Sale | undefined) => string | null {
  let saleId: string | undefined;
  let lines: readonly SaleLine[] = [];
  let newest: string | null = null;
  return (sale) => {
    if (sale?.id !== saleId) newest = null;
    newest = changedLine(sale?.id === saleId ? lines : [], sale?.lines ?? []) ?? newest;
    saleId = sale?.id;
    lines = sale?.lines ?? [];
    return newest;
  };
}
