import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings } from '../../shared/ipc/channels.ts';
import { isTendered } from '../../shared/sale/sale.ts';
import { tellWhatIsUrgent } from '../features/attention/attention-notices.ts';
import { SyncPanel } from '../features/attention/sync-panel.tsx';
import { displaySettings } from '../features/customer-display/display-settings.tsx';
import { feedDisplay } from '../features/customer-display/feed-display.ts';
import { houseRulesSection } from '../features/house-rules/house-rules-section.tsx';
import { PairingScreen } from '../features/pairing/pairing-screen.tsx';
import { ParkedList } from '../features/parking/parked-list.tsx';
import { receiptLabels } from '../features/receipt/receipt-labels.ts';
import { ReceiptScreen } from '../features/receipt/receipt-screen.tsx';
import { createReturningActs } from '../features/returns/returning-acts.ts';
import { ReturnsPanel } from '../features/returns/returns-panel.tsx';
import { scannerSection } from '../features/scanner/scanner-section.tsx';
import { cartKeys } from '../features/selling/cart-panel.tsx';
import { Notices } from '../features/selling/notices.tsx';
import { createSellingActs } from '../features/selling/selling-acts.ts';
import { SettingsPanel } from '../features/settings/settings-panel.tsx';
import { CashDialog } from '../features/shift/cash-dialog.tsx';
import { OpenShiftScreen } from '../features/shift/open-shift-screen.tsx';
import { ShiftScreen } from '../features/shift/shift-screen.tsx';
import { SpeedKeysPanel } from '../features/speed-keys/speed-keys-panel.tsx';
import { speedKeysSection } from '../features/speed-keys/speed-keys-section.tsx';
import { useSpeedKeysNews } from '../features/speed-keys/use-speed-keys-news.ts';
import { AskedApprovalDialog } from '../features/staff/approval-dialog.tsx';
import { lockTill } from '../features/staff/lock-acts.ts';
import { LockScreen } from '../features/staff/lock-screen.tsx';
import { useAutoLock } from '../features/staff/use-auto-lock.ts';
import { StockPanel } from '../features/stock/stock-panel.tsx';
import { cashier, useCashier } from '../runtime/cashier-store.ts';
import { useTillAct } from '../runtime/key-acts.ts';
import type { SettingsSection } from '../runtime/settings-section.ts';
import { useDevice, useStoreSettings, useTill } from '../runtime/till-context.tsx';
import { useReadable } from '../runtime/use-readable.ts';
import { useMoney } from '../ui/money.tsx';
import { applyDeviceSettings } from './device-look.ts';
import { HelpOverlay } from './help-overlay.tsx';
import { PaymentStage } from './payment-stage.tsx';
import { SaleScreen } from './sale-screen.tsx';
import { createTillActs } from './till-acts.ts';
import { TopBar } from './top-bar.tsx';
import { useTillInput } from './use-till-input.ts';

/** Sections of the settings that belong to a feature of their own; they stand between the keys and the server. */
const MORE_SETTINGS: readonly SettingsSection[] = [
  scannerSection,
  speedKeysSection,
  houseRulesSection,
  displaySettings,
];

/** The till's one window: pairing, who is at the till, then sale, payment and receipt with the panels over them. */
export function TillApp() {
  const device = useDevice();
  const till = useTill();
  const identity = useReadable(till.identity);
  const cashierId = useCashier((state) => state.cashierId);
  const panel = useCashier((state) => state.panel);

  useEffect(() => feedDisplay(till, device), [till, device]);
  const saveSettings = useCallback(
    (settings: DeviceSettings) => {
      applyDeviceSettings(settings);
      device.saveSettings(settings).then((outcome) => {
        if (!outcome.ok) cashier.tell('error', 'notSaved');
      }, reportError);
    },
    [device],
  );
  const choose = (id: string) => {
    cashier.enter(id);
  };

  if (!identity || panel === 'pair')
    return (
      <PairingScreen
        onLanguage={(language) => saveSettings({ ...device.settings.getSnapshot(), language })}
        {...(identity ? { onLeave: () => cashier.set({ panel: null }) } : {})}
      />
    );
  if (cashierId === null) return <LockScreen onEnter={choose} />;
  return (
    <>
      <Desk cashierId={cashierId} />
      <Panels onSaveSettings={saveSettings} />
      <AskedApprovalDialog />
    </>
  );
}

/** Where a cashier works: the bar and one of the screens. Nothing is sold or paid before a shift is open. */
function Desk({ cashierId }: { cashierId: string }) {
  const till = useTill();
  const settings = useStoreSettings();
  const screen = useCashier((state) => state.screen);
  const activeSaleId = useCashier((state) => state.activeSaleId);
  const receiptSaleId = useCashier((state) => state.receiptSaleId);
  const receiptIsCopy = useCashier((state) => state.receiptIsCopy);
  const searchRef = useRef<HTMLInputElement>(null);
  const selling = useMemo(() => createSellingActs(till), [till]);
  const acts = useMemo(() => createTillActs(till, selling), [till, selling]);
  const keys = useMemo(
    () =>
      cartKeys(selling, (lineId) => {
        const sale = till.sales.get(cashier.get().activeSaleId ?? '');
        const line = sale?.lines.find((other) => other.lineId === lineId);
        return line ? (line.unit?.scale ?? 0) : null;
      }),
    [till, selling],
  );
  const shift = useReadable(till.shifts.current);
  const receiptSale = receiptSaleId ? till.sales.get(receiptSaleId) : undefined;

  useEffect(() => acts.resume(), [acts]);
  useEffect(() => tellWhatIsUrgent(till), [till]);
  useTillInput({ acts, selling, keys, searchRef });
  useAutoLock();
  useSpeedKeysNews();
  const lock = () => {
    if (!lockTill(till)) cashier.tell('warning', 'lockRefused');
  };
  useTillAct('lock', lock, 'anywhere');
  useTillAct('drawer', () => cashier.set({ panel: 'drawer' }));
  useTillAct(
    'stock',
    () => {
      if (screen === 'payment') return;
      const { activeSaleId: saleId, selectedLineId } = cashier.get();
      const line = till.sales.get(saleId ?? '')?.lines.find(({ lineId }) => lineId === selectedLineId);
      cashier.set({ panel: 'stock', stockLook: line && screen === 'sale' ? { sku: line.sku } : null });
    },
    'anywhere',
  );
  useTillAct('returns', acts.returns, 'anywhere');

  return (
    <div className="flex h-full flex-col">
      <TopBar onLock={lock} onReturns={acts.returns} />
      {screen === 'shift' ? (
        <ShiftScreen
          cashierId={cashierId}
          notices={<Notices />}
          onLeave={() => cashier.set({ screen: 'sale' })}
          onClosed={cashier.reset}
          onPayment={(saleId) => cashier.set({ screen: 'payment', activeSaleId: saleId })}
        />
      ) : shift === null && screen !== 'receipt' ? (
        <OpenShiftScreen
          cashierId={cashierId}
          notices={<Notices />}
          onHistory={() => cashier.set({ screen: 'shift' })}
        />
      ) : screen === 'payment' && activeSaleId ? (
        <>
          <Notices />
          <PaymentStage key={activeSaleId} saleId={activeSaleId} cashierId={cashierId} />
        </>
      ) : screen === 'receipt' && receiptSale && isTendered(receiptSale) && settings ? (
        <>
          <Notices />
          <ReceiptScreen
            key={receiptSale.id}
            sale={receiptSale}
            settings={settings}
            isCopy={receiptIsCopy}
            onNext={acts.leaveReceipt}
          />
        </>
      ) : (
        <SaleScreen
          acts={selling}
          keys={keys}
          searchRef={searchRef}
          notices={<Notices />}
          onPark={acts.park}
          onPay={acts.pay}
        />
      )}
    </div>
  );
}

function Panels(props: { onSaveSettings: (settings: DeviceSettings) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const panel = useCashier((state) => state.panel);
  const cashierId = useCashier((state) => state.cashierId);
  const activeSaleId = useCashier((state) => state.activeSaleId);
  const selling = useMemo(() => createSellingActs(till), [till]);
  const acts = useMemo(() => createTillActs(till, selling), [till, selling]);
  const { format } = useMoney();
  const returning = useMemo(
    () =>
      createReturningActs({
        takeBack: selling.takeBack,
        openLines: () => till.sales.get(cashier.get().activeSaleId ?? '')?.lines.length ?? 0,
        money: format,
      }),
    [till, selling, format],
  );
  const close = () => cashier.set({ panel: null });
  const labels = useMemo(() => receiptLabels(t), [t]);
  switch (panel) {
    case 'help':
      return <HelpOverlay onClose={close} />;
    case 'sync':
      return <SyncPanel onPair={() => cashier.set({ panel: 'pair' })} onClose={close} />;
    case 'settings':
      return (
        <SettingsPanel
          onSave={props.onSaveSettings}
          testSlipLabels={labels}
          more={MORE_SETTINGS}
          onClose={close}
        />
      );
    case 'drawer':
      return cashierId ? <CashDialog act="noSale" cashierId={cashierId} onClose={close} /> : null;
    case 'parked':
      return (
        <ParkedList
          hasOpenCart={(till.sales.get(activeSaleId ?? '')?.lines.length ?? 0) > 0}
          onRecall={acts.recall}
          onClose={close}
        />
      );
    case 'speedKeys':
      return <SpeedKeysPanel onClose={close} />;
    case 'stock':
      return <StockPanel onClose={close} />;
    case 'returns':
      return (
        <ReturnsPanel
          acts={returning}
          onShow={(sale) => cashier.set({ screen: 'receipt', receiptSaleId: sale.id, receiptIsCopy: true })}
          onVoided={acts.pay}
          onClose={close}
        />
      );
    default:
      return null;
  }
}
