import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { PERMISSIONS } from '../../../shared/staff/permissions.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';

/** Who else agreed to something in a sale, to what, and why. What a cashier may without asking is no news. */
export function SaleApprovals({ sale }: { sale: TenderedSale }) {
  const { t } = useTranslation();
  const staff = useReadable(useTill().staff);
  const given = (sale.approvals ?? []).filter(({ approvedBy, cashierId }) => approvedBy !== cashierId);
  if (given.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-small text-muted" data-testid="receipt-approvals">
      {given.map(({ act, approvedBy, reason, at, lineId }) => {
        const known = PERMISSIONS.find((permission) => permission === act);
        const of = sale.lines.find((line) => line.lineId === lineId);
        const name = staff.find(({ id }) => id === approvedBy)?.name ?? '';
        return (
          <li key={`${act}/${at}`} className="flex items-start gap-2">
            <ShieldCheck size={16} aria-hidden="true" className="mt-px shrink-0" />
            <span>
              {[
                known ? t(`houseRules.permissions.${known}`) : act,
                of?.name,
                t('houseRules.agreed', { name }),
                reason,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
