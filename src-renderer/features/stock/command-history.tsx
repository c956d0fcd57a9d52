import { CloudUpload, ServerCog } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ADJUSTMENT_REASONS } from '../../../shared/stock/decide-stock-command.ts';
import type { StockCommand } from '../../../shared/stock/stock-command.ts';
import { useIsTraining, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Badge } from '../../ui/badge.tsx';
import { useClock, useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';

const MOST_SHOWN = 30;
const PIECES = { code: 'PCE', scale: 0 };

/** This till's commands that the server has not answered. */
export function useUnsentCommands(): readonly StockCommand[] {
  const till = useTill();
  const outbox = useReadable(till.outbox);
  const all = useReadable(till.stockCommands.all);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unsent changes with the outbox
  return useMemo(() => {
    const ids = new Set(till.unsentIds('stockCommands'));
    return all.filter(({ id }) => ids.has(id));
  }, [till, all, outbox]);
}

/** What was received, adjusted and counted at this till, newest first, and whether the server has it. */
export function CommandHistory({ sku }: { sku?: string }) {
  const { t } = useTranslation();
  const till = useTill();
  const training = useIsTraining();
  const clock = useClock();
  const locale = useLocale();
  const staff = useReadable(till.staff);
  const all = useReadable(till.stockCommands.all);
  const unsent = new Set(useUnsentCommands().map(({ id }) => id));
  const shown = all
    .filter((command) => sku === undefined || command.sku === sku)
    .slice(-MOST_SHOWN)
    .reverse();
  if (shown.length === 0) return null;
  // An earlier version wrote the code alone.
  const reasonOf = ({ reason, reasonCode = reason }: StockCommand) => {
    const known = ADJUSTMENT_REASONS.find((name) => name === reasonCode);
    return known ? t(`stock.reasons.${known}`) : reason;
  };
  return (
    <section aria-label={t('stock.history')} data-testid="stock-history">
      <h3 className="mb-2 text-strong font-semibold">{t('stock.history')}</h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {shown.map((command) => {
          const hit = till.catalogue.findBySku(command.sku);
          const quantity = formatQuantity(command.quantity, hit?.variant.unit ?? PIECES, locale, true);
          const sent = !unsent.has(command.id);
          return (
            <li
              key={command.id}
              data-testid="stock-command"
              data-kind={command.kind}
              data-sent={sent}
              className="flex min-h-14 items-center gap-4 px-4 py-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate text-body font-medium">
                  {t(`stock.did.${command.kind}`)}
                  {sku === undefined ? ` · ${hit?.item.name ?? command.sku}` : ''}
                </span>
                <span className="block truncate text-small text-muted">
                  {[
                    clock.dayAndTime(command.at),
                    staff.find(({ id }) => id === command.staffId)?.name,
                    reasonOf(command),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span dir="ltr" className="money text-body font-semibold">
                {command.kind !== 'count' && command.quantity > 0 ? '+' : ''}
                {quantity}
              </span>
              {training ? null : (
                <Badge
                  tone={sent ? 'good' : 'neutral'}
                  icon={sent ? <ServerCog size={14} /> : <CloudUpload size={14} />}
                >
                  {sent ? t('stock.sent') : t('stock.unsent')}
                </Badge>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
