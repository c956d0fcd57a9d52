import { Wallet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cashier } from '../../runtime/cashier-store.ts';
import { useKeyHint } from '../../runtime/key-acts.ts';
import type { SettingsSectionProps } from '../../runtime/settings-section.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { PrinterSettings } from './printer-settings.tsx';

/** Where receipts print, and the drawer that hangs on the printer. */
export function PrinterSection({ settings, onSave, testSlipLabels }: SettingsSectionProps) {
  const { t } = useTranslation();
  const device = useDevice();
  const shift = useReadable(useTill().shifts.current);
  const drawerKey = useKeyHint('drawer');
  if (device.kind === 'browser')
    return <p className="text-body text-muted">{t('settings.printerBrowser')}</p>;
  return (
    <>
      <PrinterSettings
        printer={settings.printer}
        testSlipLabels={testSlipLabels}
        onSave={(printer) => onSave({ ...settings, printer })}
      />
      <h4 className="mt-7 mb-1 text-body font-semibold">{t('settings.drawer')}</h4>
      <p className="mb-3 text-small text-muted">{t('settings.drawerHint')}</p>
      <Button
        {...drawerKey}
        disabledReason={
          settings.printer === null
            ? t('settings.drawerNoPrinter')
            : shift === null
              ? t('settings.drawerNoShift')
              : null
        }
        onClick={() => cashier.set({ panel: 'drawer' })}
        data-testid="drawer-test"
      >
        <Wallet size={18} aria-hidden="true" />
        {t('settings.drawerTest')}
      </Button>
    </>
  );
}
