import { Printer } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeviceSettings, deviceSettingsSchema } from '../../../shared/ipc/channels.ts';
import { askApproval } from '../../runtime/approvals.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { useDevice } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';

type PrinterOfSettings = NonNullable<DeviceSettings['printer']>;

const FRESH: PrinterOfSettings = { host: '', port: 9100, columns: 42, codePage: 'cp858' };
/** Those that have the euro and the letters of western Europe; automatic choice picked wrong ones. */
const CODE_PAGES = ['cp858', 'windows1252', 'cp437', 'cp850'] as const;
/** Drawn by the till: for scripts that no code page has. */
const AS_PICTURE = 'picture';
const COLUMNS = ['32', '42', '48'] as const;

/** A receipt printer in the network, tried out by a test slip. */
export function PrinterSettings(props: {
  printer: DeviceSettings['printer'];
  testSlipLabels: Readonly<Record<string, string>>;
  onSave: (printer: DeviceSettings['printer']) => void;
}) {
  const { t } = useTranslation();
  const device = useDevice();
  const [draft, setDraft] = useState<PrinterOfSettings>(props.printer ?? FRESH);
  const [says, setSays] = useState<{ ok: boolean; words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useScansWait(draft !== (props.printer ?? FRESH));
  const change = (part: Partial<PrinterOfSettings>) => setDraft((before) => ({ ...before, ...part }));

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = deviceSettingsSchema.shape.printer.safeParse({ ...draft, host: draft.host.trim() });
    if (!parsed.success) return setSays({ ok: false, words: t('settings.printerInvalid') });
    save(parsed.data, t('settings.printerSaved')).catch(reportError);
  };

  /** Where receipts go is not everybody's to say. */
  const save = async (printer: DeviceSettings['printer'], words: string) => {
    if (!(await askApproval('settings', { act: 'settings' }))) return;
    props.onSave(printer);
    setSays({ ok: true, words });
  };

  const test = async () => {
    setBusy(true);
    const outcome = await device.printTestSlip(props.testSlipLabels);
    setBusy(false);
    setSays(
      outcome.ok
        ? { ok: true, words: t('settings.printerTested') }
        : { ok: false, words: t(`receipt.deviceFailure.${outcome.failure.code}`) },
    );
  };

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <div className="flex gap-3">
        <TextField
          className="flex-1"
          label={t('settings.printerHost')}
          value={draft.host}
          placeholder="192.168.1.50"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ host: event.target.value })}
          data-testid="printer-host"
        />
        <TextField
          className="w-28"
          label={t('settings.printerPort')}
          value={String(draft.port)}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => change({ port: Number(event.target.value.replace(/\D/g, '')) })}
          data-testid="printer-port"
        />
      </div>
      <Choice
        label={t('settings.printerColumns')}
        value={String(draft.columns) as (typeof COLUMNS)[number]}
        options={COLUMNS.map((value) => ({ value, label: value }))}
        onChange={(value) => change({ columns: Number(value) as PrinterOfSettings['columns'] })}
        testId="printer-columns"
      />
      <Choice
        label={t('settings.printerCodePage')}
        value={draft.codePage}
        options={[
          ...CODE_PAGES.map((value) => ({ value, label: value })),
          { value: AS_PICTURE, label: t('settings.printerAsPicture') },
        ]}
        onChange={(codePage) => change({ codePage })}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" data-testid="printer-save">
          {t('settings.printerSave')}
        </Button>
        <Button
          disabled={busy || props.printer === null}
          onClick={() => void test()}
          data-testid="printer-test"
        >
          <Printer size={18} aria-hidden="true" />
          {t('settings.printerTest')}
        </Button>
        {props.printer === null ? null : (
          <Button look="quiet" onClick={() => void save(null, '')} data-testid="printer-none">
            {t('settings.printerNone')}
          </Button>
        )}
        <p
          role="status"
          data-testid="printer-says"
          className={says?.ok === false ? 'text-small text-danger-ink' : 'text-small text-muted'}
        >
          {says?.words}
        </p>
      </div>
    </form>
  );
}
