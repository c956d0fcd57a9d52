import { setTimeout as sleep } from 'node:timers/promises';
import { decideHouseRules, housePatch } from '../../shared/staff/decide-house-rules.ts';
import { houseRulesChangeSchema } from '../../shared/staff/store-settings.ts';
import type { Database } from '../database/database.ts';
import { bumpFeedClock } from '../database/feed-clock.ts';
import {
  claimHouseRules,
  type SettledRules,
  settleHouseRules,
  type WaitingRules,
  waitingHouseRules,
} from '../database/settings-change-queries.ts';
import { readSettings } from '../database/shop-queries.ts';
import { listStaff } from '../database/staff-queries.ts';

const AT_ONCE = 20;
const AGAIN_MS = 5_000;

/**
 * Decides one change of house rules by what holds at this moment, and writes what came of it: the claim, the decision and
 * its outcome commit together.
 *
 * @returns whether it was still to be done
 */
async function decideOne(database: Database, now: Date, waiting: WaitingRules): Promise<boolean> {
  return database.transaction(async (tx) => {
    const { store_id: storeId } = waiting;
    // First, as the lane does it: the store's clock is its mutex.
    const version = await bumpFeedClock(tx, storeId);
    const request = await claimHouseRules(tx, waiting);
    const settings = request && (await readSettings(tx, storeId));
    if (!request || !settings) return false;
    const staff = (await listStaff(tx)).map(({ doc }) => doc);
    // What was sent is stored; other members, of a newer till, are not this server's to write.
    const change = houseRulesChangeSchema.parse(request.change);
    const decision = decideHouseRules(settings, staff, request, change);
    const settled: SettledRules = decision.ok
      ? { patch: housePatch(settings, decision.after), before: decision.before, after: decision.after }
      : { patch: {}, after: change, refused: decision.rejection.code };
    await settleHouseRules(tx, storeId, version, now, request, settled);
    return true;
  });
}

/** Decides every change of house rules that waits. Answers the stores whose settings tell of something new. */
export async function decideWaitingHouseRules(database: Database, now: () => Date): Promise<Set<number>> {
  const stores = new Set<number>();
  for (;;) {
    const waiting = await waitingHouseRules(database, AT_ONCE);
    let done = 0;
    for (const one of waiting) {
      if (!(await decideOne(database, now(), one))) continue;
      stores.add(one.store_id);
      done += 1;
    }
    if (done === 0 || waiting.length < AT_ONCE) return stores;
  }
}

export interface HouseRules {
  /** Something may wait. */
  hint(): void;
  stop(): Promise<void>;
}

/** Does that at the start and whenever a request has come. */
export function startHouseRules(options: {
  readonly database: Database;
  readonly onChanged: (storeId: number) => void;
  readonly onError?: (error: unknown) => void;
}): HouseRules {
  const stopped = new AbortController();
  let hinted = true;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  async function run(): Promise<void> {
    while (hinted && !stopped.signal.aborted) {
      hinted = false;
      try {
        for (const storeId of await decideWaitingHouseRules(options.database, () => new Date()))
          options.onChanged(storeId);
      } catch (error) {
        options.onError?.(error);
        hinted = true;
        await sleep(AGAIN_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
      }
    }
    isRunning = false;
  }
  function hint(): void {
    hinted = true;
    if (isRunning) return;
    isRunning = true;
    running = run();
  }
  hint();

  return {
    hint,
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
