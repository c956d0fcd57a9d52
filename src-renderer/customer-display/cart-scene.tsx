import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayLine, DisplayScene } from '../../shared/display/display-message.ts';
import { formatQuantity, signOf } from '../ui/quantity.ts';
import { LargeAmount, useFormats } from './formats.tsx';
import { TenderRows } from './tender-rows.tsx';

type Scene = Extract<DisplayScene, { kind: 'cart' | 'paying' }>;

/** The lines as they are scanned, beside what they come to; while it is paid, what is still due. */
export function CartScene({ scene, shopName }: { scene: Scene; shopName: string }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const tax = money.format(scene.taxMinor);
  return (
    <section className="display-two">
      <div className="display-lines">
        <h1 className="display-note display-muted display-head">
          <span>{t('display.cart')}</span>
          <span dir="auto">{shopName}</span>
        </h1>
        <Lines scene={scene} />
      </div>
      <div className="display-sums">
        <div className="display-rows">
          {scene.cartDiscountMinor !== 0 && scene.kind === 'cart' ? (
            <>
              <Row label={t('display.subtotal')}>{money.format(scene.subtotalMinor)}</Row>
              <Row label={t('display.cartDiscount')} testId="display-cart-discount">
                {money.format(-scene.cartDiscountMinor)}
              </Row>
            </>
          ) : null}
          {scene.kind === 'paying' ? (
            <>
              <Row label={t('display.total')} testId="display-total" minor={scene.totalMinor}>
                {money.format(scene.totalMinor)}
              </Row>
              {scene.roundingMinor !== 0 ? (
                <Row label={t('display.rounding')}>{money.format(scene.roundingMinor)}</Row>
              ) : null}
              <TenderRows tenders={scene.tenders} />
            </>
          ) : null}
        </div>
        <div className="display-owed" aria-live="polite">
          {scene.kind === 'paying' ? (
            <Due scene={scene} />
          ) : (
            <>
              <p className="display-line display-muted">{t('display.total')}</p>
              <LargeAmount minor={scene.totalMinor} size="hero" testId="display-total" />
            </>
          )}
          <p className="display-note display-muted">
            {scene.taxExempt
              ? t('display.taxExempt')
              : scene.taxMinor === 0
                ? null
                : scene.taxIncluded
                  ? t('display.taxIncluded', { amount: tax })
                  : t('display.taxAdded', { amount: tax })}
          </p>
        </div>
      </div>
    </section>
  );
}

function Due({ scene }: { scene: Extract<Scene, { kind: 'paying' }> }) {
  const { t } = useTranslation();
  const back = scene.dueMinor < 0;
  const begun = scene.tenders.some(({ waits }) => !waits);
  const waits = scene.tenders.find((tender) => tender.waits);
  if (scene.dueMinor === 0) return <p className="display-title">{t('display.paused')}</p>;
  return (
    <>
      <p className="display-line display-muted">
        {back ? t('display.back') : begun ? t('display.rest') : t('display.toPay')}
      </p>
      <LargeAmount minor={Math.abs(scene.dueMinor)} size="hero" testId="display-due" />
      {waits?.kind === 'card' && !back ? (
        <p className="display-line display-strong">{t('display.useTerminal')}</p>
      ) : null}
    </>
  );
}

/** A figure with its name. */
export function Row(props: { label: string; testId?: string; minor?: number; children: ReactNode }) {
  return (
    <p className="display-row display-line">
      <span className="display-muted">{props.label}</span>
      <span className="money display-strong" data-testid={props.testId} data-minor={props.minor}>
        {props.children}
      </span>
    </p>
  );
}

/** The newest line is always in view, however long the cart is. */
function Lines({ scene }: { scene: Scene }) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const at = scene.newest ?? scene.lines.length - 1;
  const newest = scene.lines[at];
  const seen = newest
    ? `${scene.earlier + at} ${newest.quantity} ${newest.amountMinor} ${scene.lines.length}`
    : '';
  useLayoutEffect(() => {
    const { current } = list;
    if (seen === '' || !current) return;
    const toNewest = () => current.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' });
    toNewest();
    // Also when the screen is turned, or the window fills it.
    const resized = new ResizeObserver(toNewest);
    resized.observe(current);
    return () => resized.disconnect();
  }, [seen]);
  return (
    <ul ref={list} aria-label={t('display.cart')} className="display-list">
      {scene.earlier > 0 ? (
        <li className="display-note display-muted display-more">
          {t('display.earlier', { count: scene.earlier })}
        </li>
      ) : null}
      {scene.lines.map((line, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place
          key={scene.earlier + index}
          line={line}
          isNewest={index === scene.newest}
          isSought={index === at}
        />
      ))}
      {scene.later > 0 ? (
        <li className="display-note display-muted display-more">
          {t('display.later', { count: scene.later })}
        </li>
      ) : null}
    </ul>
  );
}

function Line(props: { line: DisplayLine; isNewest: boolean; isSought: boolean }) {
  const { t } = useTranslation();
  const { locale, money } = useFormats();
  const { line } = props;
  const sign = signOf(line.unit);
  const price = money.format(line.unitPriceMinor);
  const isOne = line.quantity === 10 ** line.unit.scale && sign === '';
  return (
    <li
      className="display-item"
      data-testid="display-line"
      data-newest={props.isNewest || undefined}
      data-at={props.isSought || undefined}
    >
      <span className="money display-line display-strong display-count">
        {sign ? '' : formatQuantity(line.quantity, line.unit, locale)}
      </span>
      <span className="display-what">
        <span dir="auto" className="own-direction display-line display-name">
          {line.name}
        </span>
        <span className="display-note display-muted display-facts">
          {line.quantity < 0 ? <span>{t('display.returned')}</span> : null}
          {line.variant ? <span dir="auto">{line.variant}</span> : null}
          {sign ? (
            <span className="money">
              {formatQuantity(line.quantity, line.unit, locale)} ×{' '}
              {t('display.perUnit', { price, unit: sign })}
            </span>
          ) : isOne && line.listPriceMinor === undefined ? null : (
            <span className="money">{t('display.each', { price })}</span>
          )}
          {line.listPriceMinor === undefined ? null : (
            <s className="money">{money.format(line.listPriceMinor)}</s>
          )}
          {line.discountMinor === 0 ? null : (
            <span className="money display-strong" data-testid="display-line-discount">
              {t('display.discount', { amount: money.format(-line.discountMinor) })}
            </span>
          )}
        </span>
      </span>
      <span className="money display-line display-strong" data-testid="display-line-amount">
        {money.format(line.amountMinor)}
      </span>
    </li>
  );
}
