import { BadgePercent, ReceiptText, StickyNote, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashier, type Panel } from '../../runtime/cashier-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { usePriceWords } from './price-words.ts';
import { useApprover } from './use-approver.ts';

interface Fact {
  readonly panel: Panel;
  readonly icon: ReactNode;
  /** Whole, where there is no room for it. */
  readonly label: string;
  readonly text: string;
  readonly after?: ReactNode;
}

/** What was said of the whole sale, each a way to change it. Nothing is there where nothing was said. */
export function CartFacts({ sale }: { sale: OpenSale }) {
  const { t } = useTranslation();
  const words = usePriceWords(sale.currency);
  const off = sale.lines.reduce((sum, line) => sum + (line.cartDiscountMinor ?? 0), 0);
  const approver = useApprover(sale, undefined);
  const agreed = approver ? t('selling.pricing.approvedBy', { name: approver }) : '';
  const facts: Fact[] = [];
  if (sale.cartDiscount)
    facts.push({
      panel: 'discount',
      icon: <BadgePercent size={16} aria-hidden="true" />,
      label: [
        t('selling.pricing.cartDiscount', { discount: words.discount(sale.cartDiscount) }),
        t('selling.pricing.off', { amount: words.money(off) }),
        agreed,
      ]
        .filter(Boolean)
        .join(' '),
      text: sale.cartDiscount.kind === 'percent' ? words.discount(sale.cartDiscount) : '',
      after: (
        <span
          className="money shrink-0 font-semibold"
          data-testid="cart-discount"
          data-minor={off}
          title={agreed || undefined}
        >
          {t('selling.pricing.off', { amount: words.money(off) })}
        </span>
      ),
    });
  if (sale.taxExempt) {
    const text = t('selling.pricing.without', { reason: sale.taxExempt.reason });
    facts.push({
      panel: 'customer',
      icon: <ReceiptText size={16} aria-hidden="true" />,
      label: text,
      text,
    });
  }
  if (sale.customer)
    facts.push({
      panel: 'customer',
      icon: <UserRound size={16} aria-hidden="true" />,
      label: sale.customer.name,
      text: sale.customer.name,
    });
  if (sale.note)
    facts.push({
      panel: 'saleNote',
      icon: <StickyNote size={16} aria-hidden="true" />,
      label: sale.note,
      text: sale.note,
    });
  if (facts.length === 0) return null;
  return (
    <ul className="flex shrink-0 border-t border-line" data-testid="cart-facts">
      {facts.map(({ panel, icon, label, text, after }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: at most four, in a fixed order
          key={index}
          // An amount is never cut off; words are.
          className={classNames(
            'border-e border-line last:border-e-0',
            after ? 'shrink-0' : 'min-w-0 flex-auto',
          )}
        >
          <button
            type="button"
            title={label}
            aria-label={label}
            onClick={() => cashier.set({ panel })}
            className="pressable flex h-12 w-full items-center gap-2 px-3 text-small hover:bg-sunken"
          >
            <span className="shrink-0 text-muted">{icon}</span>
            {text ? <span className="truncate">{text}</span> : null}
            {after}
          </button>
        </li>
      ))}
    </ul>
  );
}
