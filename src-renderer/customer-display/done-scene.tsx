import { useTranslation } from 'react-i18next';
import type { DisplayScene } from '../../shared/display/display-message.ts';
import { Row } from './cart-scene.tsx';
import { LargeAmount, useFormats } from './formats.tsx';
import { ReceiptCode } from './receipt-code.tsx';
import { TenderRows } from './tender-rows.tsx';

/** Paid: thanks, the change, and the receipt's code to take along as a photo. */
export function DoneScene({ scene }: { scene: Extract<DisplayScene, { kind: 'done' }> }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const back = scene.totalMinor < 0;
  return (
    <section className="display-two display-done">
      <div className="display-thanks" aria-live="polite">
        <h1 className="display-says">{t('display.thanks')}</h1>
        {scene.changeMinor !== 0 ? (
          <div>
            <p className="display-line display-muted">{t('display.change')}</p>
            <LargeAmount minor={scene.changeMinor} size="hero" testId="display-change" />
          </div>
        ) : back ? (
          <div>
            <p className="display-line display-muted">{t('display.paidBack')}</p>
            <LargeAmount minor={-scene.totalMinor} size="hero" testId="display-paid-back" />
          </div>
        ) : (
          <p className="display-title display-muted">{t('display.thanksHint')}</p>
        )}
        {back ? null : (
          <div className="display-rows">
            <Row label={t('display.total')} testId="display-total" minor={scene.totalMinor}>
              {money.format(scene.totalMinor)}
            </Row>
            <TenderRows tenders={scene.tenders} />
          </div>
        )}
      </div>
      <div className="display-proof">
        {scene.code ? <ReceiptCode code={scene.code} /> : null}
        <p className="display-line display-strong" data-testid="display-receipt">
          {t('display.receipt', { number: scene.sequence })}
        </p>
        {scene.code ? <p className="display-note display-muted">{t('display.receiptHint')}</p> : null}
      </div>
    </section>
  );
}
