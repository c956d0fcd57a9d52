import { ScanBarcode } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cashier } from '../../runtime/cashier-store.ts';
import { scannerHeardAt } from '../../runtime/device-health.ts';
import { useDevice } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useClock } from '../../ui/money.tsx';

/** What is known of the scanner: when it was last heard, and whether it was measured. */
function useScannerHealth() {
  const { t } = useTranslation();
  const clock = useClock();
  const isMeasured = useReadable(useDevice().settings).scanner !== undefined;
  const heardAt = useReadable(scannerHeardAt);
  return {
    state: heardAt === null ? ('unheard' as const) : ('heard' as const),
    heard:
      heardAt === null
        ? t('scanner.health.unheard')
        : t('scanner.health.heard', { time: clock.time(heardAt) }),
    measured: t(isMeasured ? 'scanner.health.measured' : 'scanner.health.notMeasured'),
  };
}

/** A ring until something was heard, a dot from then on: told apart by more than their colour. */
function Dot({ state, className }: { state: 'unheard' | 'heard'; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'h-2.5 w-2.5 shrink-0 rounded-full border-2',
        state === 'heard' ? 'border-accent bg-accent' : 'border-faint bg-surface',
        className,
      )}
    />
  );
}

/** In the bar: what is known of the scanner, and the way to its settings. */
export function ScannerState() {
  const { state, heard, measured } = useScannerHealth();
  return (
    <IconButton
      label={`${heard}, ${measured}`}
      onClick={() => cashier.set({ panel: 'settings', settingsSection: 'scanner' })}
      data-testid="scanner-state"
      data-state={state}
      icon={
        <span className="relative">
          <ScanBarcode size={20} aria-hidden="true" />
          <Dot state={state} className="absolute -end-1 -top-1" />
        </span>
      }
    />
  );
}

/** The same in words, where the scanner is set up. */
export function ScannerHealth() {
  const { t } = useTranslation();
  const { state, heard } = useScannerHealth();
  return (
    <div className="flex items-start gap-3" data-testid="scanner-health" data-state={state}>
      <Dot state={state} className="mt-1" />
      <p className="min-w-0 text-body">
        <span className="block font-semibold" {...(state === 'heard' ? { 'data-varies': true } : {})}>
          {heard}
        </span>
        <span className="block text-small text-muted">{t('scanner.health.cannotBeAsked')}</span>
      </p>
    </div>
  );
}
