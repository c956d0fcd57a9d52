import { BadgePercent, ReceiptText, StickyNote, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashier, type Panel } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { usePriceWords } from './price-words.ts';

/** What was said of the whole sale, each a way to change it. Nothing is there where nothing was said. */
export function CartFacts({ sale }: { sale: OpenSale }) {
  const { t } = useTranslation();
  const till = useTill();
  const words = usePriceWords(sale.currency);
  const off = sale.lines.reduce((sum, line) => sum + (line.cartDiscountMinor ?? 0), 0);
  const approved = sale.approvals?.findLast(
    ({ act, lineId }) => lineId === undefined && (act === 'discount' || act === 'largeDiscount'),
  );
  const approver = till.staff.getSnapshot().find(({ id }) => id === approved?.approvedBy)?.name;
  const facts: { panel: Panel; icon: ReactNode; text: ReactNode; title?: string }[] = [];
  if (sale.customer)
    facts.push({
      panel: 'customer',
      icon: <UserRound size={16} aria-hidden="true" />,
      text: sale.customer.name,
    });
  if (sale.taxExempt)
    facts.push({
      panel: 'customer',
      icon: <ReceiptText size={16} aria-hidden="true" />,
      text: t('selling.pricing.without', { reason: sale.taxExempt.reason }),
    });
  if (sale.cartDiscount)
    facts.push({
      panel: 'discount',
      icon: <BadgePercent size={16} aria-hidden="true" />,
      text: (
        <>
          {t('selling.pricing.cartDiscount', { discount: words.discount(sale.cartDiscount) })}
          <span className="money ms-2 font-semibold" data-testid="cart-discount" data-minor={off}>
            {t('selling.pricing.off', { amount: words.money(off) })}
          </span>
        </>
      ),
      ...(approver ? { title: t('selling.pricing.approvedBy', { name: approver }) } : {}),
    });
  if (sale.note)
    facts.push({ panel: 'saleNote', icon: <StickyNote size={16} aria-hidden="true" />, text: sale.note });
  if (facts.length === 0) return null;
  return (
    <ul className="no-scrollbar flex shrink-0 overflow-x-auto border-t border-line" data-testid="cart-facts">
      {facts.map(({ panel, icon, text, title }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: at most four, in a fixed order
          key={index}
          className="min-w-0 shrink-0 border-e border-line last:border-e-0"
        >
          <button
            type="button"
            title={title}
            onClick={() => cashier.set({ panel })}
            className="pressable flex h-12 max-w-80 items-center gap-2 px-3 text-small hover:bg-sunken"
          >
            <span className="shrink-0 text-muted">{icon}</span>
            <span className="truncate">{text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
