import { useTranslation } from 'react-i18next';
import type { MeasuredScanner } from '../../../shared/ipc/channels.ts';
import { paceOf, STANDARD_PACE } from '../../runtime/scan-pace.ts';
import { Banner } from '../../ui/banner.tsx';

const SAME_PACE = JSON.stringify(STANDARD_PACE);

/** A scanner in a sentence or two, and what follows from it for the till. */
export function ScannerWords({ scanner }: { scanner: Omit<MeasuredScanner, 'measuredAt'> }) {
  const { t } = useTranslation();
  const { gapMs, longestGapMs, terminator, prefix, otherLayout } = scanner;
  const isStandard = JSON.stringify({ ...paceOf(scanner), fitGapMs: 0 }) === SAME_PACE;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-body font-semibold">
        {t(`scanner.sends.${terminator}`, { gap: gapMs, longest: longestGapMs })}
      </p>
      <ul className="flex list-disc flex-col gap-1.5 ps-5 text-body">
        <li>{t(isStandard ? 'scanner.fits' : 'scanner.widened')}</li>
        {prefix ? <li>{t('scanner.prefix', { prefix })}</li> : null}
        {otherLayout ? <li>{t('scanner.otherLayout')}</li> : null}
      </ul>
      {terminator === 'none' ? (
        <Banner tone="info" still>
          {t('scanner.noTerminator')}
        </Banner>
      ) : null}
    </div>
  );
}
