import { useEffect, useRef } from 'react';
import { cashier } from '../../runtime/cashier-store.ts';
import { useSpeedKeys } from '../../runtime/speed-keys.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { useClock } from '../../ui/money.tsx';

/** Tells whoever is at the till, once, that another's arrangement has taken the place of this till's. */
export function useSpeedKeysNews(): void {
  const { news } = useSpeedKeys();
  const clock = useClock();
  const staff = useReadable(useTill().staff);
  const replacedAt = news?.kind === 'replacedMine' ? news.at : null;
  // What was so before the screen opened is told in the editor.
  const told = useRef(replacedAt);
  useEffect(() => {
    if (replacedAt === null || told.current === replacedAt) return;
    told.current = replacedAt;
    const name = staff.find(({ id }) => id === news?.staffId)?.name ?? '';
    cashier.tell('info', 'speedKeysReplaced', { name, time: clock.time(replacedAt) });
  }, [replacedAt, news, staff, clock]);
}
