import type { Queryable } from '../database/database.ts';
import { openReportChecker } from '../shifts/check-reports.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { openExceptions } from './exceptions.ts';

export interface Sweeper {
  /** One round now: what is due expires, what waited is settled. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export interface SweeperOptions {
  readonly database: Queryable;
  readonly lane: ApplyLane;
  readonly now?: () => Date;
  readonly everyMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Sales in one operation; several rounds take what is more. */
const PORTION = 100;

const DUE = {
  name: 'due-reservations',
  text: `select store_id as "storeId", array_agg(sale_id::text) as "saleIds"
         from (
           select store_id, sale_id from sale where reservation_state = 'live' and expires_at <= $1
           order by expires_at limit ${PORTION}
         ) due group by store_id`,
};
/** Kept documents, and reports that wait or differ, are looked at in the first sweep and in every so many. */
const KEPT_EVERY = 30;

const SETTLED = {
  name: 'stores-to-settle',
  text: 'select stores_to_settle($1, $2) as "storeId"',
};

/**
 * Ends reservations whose time is over, by the server's clock and through the lane like everything else: the lane looks again
 * under its lock, so a cart that was touched in the meantime keeps what it holds.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { database, lane } = options;
  const now = options.now ?? (() => new Date());
  const exceptions = openExceptions({ database, lane });
  const reports = openReportChecker({ database, lane, now });
  let sweeps = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  async function sweep(): Promise<void> {
    for (;;) {
      const due = await database.query<{ storeId: number; saleIds: string[] }>({ ...DUE, values: [now()] });
      const answers = await Promise.all(
        due.map(({ storeId, saleIds }) => lane.apply(storeId, { kind: 'expire', saleIds })),
      );
      const count = due.reduce((sum, { saleIds }) => sum + saleIds.length, 0);
      if (stopped || count < PORTION || answers.every((answer) => (answer.count ?? 0) === 0)) break;
    }
    const waiting = await database.query<{ storeId: number }>({
      ...SETTLED,
      values: [now(), sweeps % KEPT_EVERY === 0],
    });
    await Promise.all(waiting.map(({ storeId }) => lane.apply(storeId, { kind: 'settle' })));
    await reports.check(sweeps % KEPT_EVERY === 0);
    sweeps += 1;
    await exceptions.finishTransfers();
  }

  let round: Promise<void> = Promise.resolve();
  function schedule(): void {
    timer = setTimeout(() => {
      round = sweep()
        .catch((error: unknown) => options.onError?.(error))
        .finally(() => {
          if (!stopped) schedule();
        });
    }, options.everyMs ?? 1000);
  }
  schedule();

  return {
    sweep,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await round;
    },
  };
}
