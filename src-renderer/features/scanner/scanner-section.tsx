import { ScanBarcode } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeasuredScanner } from '../../../shared/ipc/channels.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import type { SettingsSection, SettingsSectionProps } from '../../runtime/settings-section.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { Barcode } from './barcode.tsx';
import { isFullGtin, type Measurement, measureScans, type RawScan, SCANS } from './measure-scans.ts';
import { ScannerHealth } from './scanner-health.tsx';
import { ScannerWords } from './scanner-words.tsx';
import { useRawScans } from './use-raw-scans.ts';

export const scannerSection: SettingsSection = {
  id: 'scanner',
  title: (t) => t('scanner.title'),
  icon: <ScanBarcode size={19} aria-hidden="true" className="shrink-0" />,
  Content: ScannerCalibration,
};

/** A GTIN with a nought before it, which no scanner sends: it is the end of a prefix. */
const isPadded = (text: string): boolean => /^0\d{13}$/.test(text);

type Step =
  | { readonly kind: 'rest' }
  | { readonly kind: 'scanning'; readonly scans: readonly RawScan[] }
  | { readonly kind: 'measured'; readonly measurement: Measurement };

/** How this till's scanner types: measured by three scans, kept for this machine, tried out, or put back to the standard. */
function ScannerCalibration({ settings, onSave }: SettingsSectionProps) {
  const { t } = useTranslation();
  const clock = useClock();
  const { catalogue } = useTill();
  const [step, setStep] = useState<Step>({ kind: 'rest' });
  const [tried, setTried] = useState<readonly string[] | null>(null);
  const kept = settings.scanner ?? null;

  useRawScans(step.kind === 'scanning', (scan) => {
    if (step.kind !== 'scanning') return;
    const scans = [...step.scans, scan];
    play('added');
    if (scans.length < SCANS) return setStep({ kind: 'scanning', scans });
    const isCode = (text: string) =>
      isFullGtin(text) || (!isPadded(text) && catalogue.findByCode(text) !== undefined);
    setStep({ kind: 'measured', measurement: measureScans(scans, isCode) });
  });
  // With the pace that is kept: what the till makes of a scan, and nothing is sold.
  useScanTaker((codes) => {
    play('added');
    setTried(codes);
  });

  const keep = (scanner: Omit<MeasuredScanner, 'measuredAt'>) => {
    onSave({ ...settings, scanner: { ...scanner, measuredAt: nowIso() } });
    setTried(null);
    setStep({ kind: 'rest' });
  };
  const backToStandard = () => {
    const { scanner: _measured, ...others } = settings;
    onSave(others);
    setTried(null);
  };
  const measure = () => setStep({ kind: 'scanning', scans: [] });

  if (step.kind === 'scanning')
    return (
      <div className="flex flex-col gap-4" data-testid="scanner-scanning" data-scans={step.scans.length}>
        <p className="text-body" role="status">
          {t('scanner.scanNow', { number: step.scans.length + 1, count: SCANS })}
        </p>
        <p className="text-body text-muted">{t('scanner.anyCode')}</p>
        <Barcode digits="2000000000008" />
        <div>
          <Button onClick={() => setStep({ kind: 'rest' })} data-testid="scanner-cancel">
            {t('scanner.cancel')}
          </Button>
        </div>
      </div>
    );
  if (step.kind === 'measured')
    return (
      <Measured
        measurement={step.measurement}
        onKeep={keep}
        onAgain={measure}
        onCancel={() => setStep({ kind: 'rest' })}
      />
    );
  return (
    <div className="flex flex-col gap-4">
      <ScannerHealth />
      {kept ? (
        <div data-testid="scanner-kept" data-gap={kept.gapMs} data-terminator={kept.terminator}>
          <ScannerWords scanner={kept} />
          <p className="mt-2 text-small text-muted">
            {t('scanner.measuredAt', { time: clock.dayAndTime(kept.measuredAt) })}
          </p>
        </div>
      ) : (
        <p className="text-body" data-testid="scanner-standard">
          {t('scanner.standard')}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look={kept ? 'secondary' : 'primary'} onClick={measure} data-testid="scanner-measure">
          {kept ? t('scanner.measureAgain') : t('scanner.measure')}
        </Button>
        {kept ? (
          <Button look="quiet" onClick={backToStandard} data-testid="scanner-reset">
            {t('scanner.backToStandard')}
          </Button>
        ) : null}
      </div>
      <h4 className="mt-3 text-body font-semibold">{t('scanner.try')}</h4>
      {tried ? <Understood codes={tried} /> : <p className="text-body text-muted">{t('scanner.tryHint')}</p>}
    </div>
  );
}

/** What was measured, in words, before it is kept. */
function Measured(props: {
  measurement: Measurement;
  onKeep: (scanner: Omit<MeasuredScanner, 'measuredAt'>) => void;
  onAgain: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const { measurement } = props;
  return (
    <div className="flex flex-col gap-4">
      {measurement.ok ? (
        <div
          data-testid="scanner-measured"
          data-gap={measurement.scanner.gapMs}
          data-terminator={measurement.scanner.terminator}
          data-prefix={measurement.scanner.prefix}
          data-layout={measurement.scanner.otherLayout ? 'other' : 'same'}
          data-code={measurement.code}
        >
          <ScannerWords scanner={measurement.scanner} />
        </div>
      ) : (
        <Banner tone="warning" code={measurement.code} testId="scanner-not-measured">
          {t(`scanner.problems.${measurement.code}`)}
        </Banner>
      )}
      <div className="flex flex-wrap gap-2">
        {measurement.ok ? (
          <Button look="primary" onClick={() => props.onKeep(measurement.scanner)} data-testid="scanner-keep">
            {t('scanner.keep')}
          </Button>
        ) : null}
        <Button onClick={props.onAgain} data-testid="scanner-again">
          {t('scanner.measureAgain')}
        </Button>
        <Button look="quiet" onClick={props.onCancel}>
          {t('scanner.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** What the till makes of a scan: the first reading that is an article, or the likeliest. */
function Understood({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  const { catalogue } = useTill();
  const code = codes.find((each) => catalogue.findByCode(each)) ?? codes[0] ?? '';
  const hit = catalogue.findByCode(code);
  return (
    <Banner tone="good" testId="scanner-tried" code={code}>
      {t('scanner.understood')} <bdi className="font-semibold">{code}</bdi>
      {hit ? (
        <>
          {' '}
          · <bdi>{hit.item.name}</bdi>
        </>
      ) : null}
    </Banner>
  );
}
