import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database/database.ts';
import { COMPANY_SCOPE } from './database/feed-clock.ts';
import { findStockEverywhere } from './database/stock-lookup-queries.ts';
import { findStore } from './database/terminal-queries.ts';
import { observeBatch } from './http/batch-metrics.ts';
import type { Metrics } from './http/metrics.ts';
import type { Services } from './http/services.ts';
import { observeVerifier } from './http/verifier-metrics.ts';
import { startLetters } from './mail/letters.ts';
import type { Mailer } from './mail/mailer.ts';
import { startHouseRules } from './office/house-rules.ts';
import { Sales } from './sales/sales.ts';
import type { PinKeys } from './staff/pin-keys.ts';
import { Staff } from './staff/staff.ts';
import { openExceptions } from './stock/exceptions.ts';
import { startSweeper } from './stock/sweeper.ts';
import { startVerifier } from './stock/verifier.ts';
import { openApplyLane } from './sync/apply-lane.ts';
import { saleResultOf } from './sync/feed.ts';
import type { Answer, Operation } from './sync/operation.ts';
import { startPruner } from './sync/pruner.ts';
import { sendKeptForNewer } from './sync/send-again.ts';
import { openStreamHub } from './sync/stream-hub.ts';
import { openSync } from './sync/sync-doors.ts';
import { Terminals } from './terminals/terminals.ts';

export interface ShopEngineOptions {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly pinKeys: PinKeys;
  /** Null: no mail server is named, and receipts by e-mail wait. */
  readonly mailer?: Mailer | null;
}

export interface ShopEngine {
  readonly services: Services;
  readonly apply: (storeId: number, operation: Operation) => Promise<Answer>;
  /** How many figures differed from the ledger when they were last looked at. */
  readonly differences: () => number;
  /** Ends the streams and the sweeper, and waits for what is in the lane. */
  stop(): Promise<void>;
}

const asksForHouseRules = (operation: Operation): boolean =>
  operation.kind === 'officeRequest' && operation.request.kind === 'houseRules';

/** Everything that works on a shop's data, put together and running. */
export function startShopEngine({
  database,
  log,
  metrics,
  pinKeys,
  mailer = null,
}: ShopEngineOptions): ShopEngine {
  const onError = (error: unknown) => log.error({ err: error }, 'the database refused something');
  const hub = openStreamHub({ database, pinKeys, onError });
  /** When the first commit happened of which no till of the store has heard. */
  const untoldSinceMs = new Map<number, number>();
  const committed = (storeId: number) => {
    if (!untoldSinceMs.has(storeId)) untoldSinceMs.set(storeId, performance.now());
    hub.hint(storeId);
  };
  const lane = openApplyLane({
    database,
    onCommitted: committed,
    onBatch(batch) {
      observeBatch(metrics, log, batch);
      if (batch.operations.some(asksForHouseRules)) houseRules.hint();
    },
    onError,
  });
  const houseRules = startHouseRules({ database, onChanged: committed, onError });
  const sweeper = startSweeper({ database, lane, onError });
  const found = new Map<string, number>();
  const verifier = startVerifier({
    database,
    lane,
    onResult(result) {
      observeVerifier(metrics, log, result);
      found.set(`${result.store} ${result.part}`, result.differences.length);
    },
    onError,
  });
  const letters = startLetters({
    database,
    mailer,
    onSettled(state, failure) {
      if (failure !== null) log.warn({ state, failure }, 'a receipt did not go out by e-mail');
    },
    onError,
  });
  const pruner = startPruner({
    database,
    onPruned({ stockChanges, stamps }) {
      metrics.prunedRows.inc({ table: 'stock_change' }, stockChanges);
      metrics.prunedRows.inc({ table: 'feed_batch' }, stamps);
    },
    onError,
  });
  const newer = sendKeptForNewer(database, lane, () => new Date(), onError).then(
    (applied) => applied > 0 && log.info({ applied }, 'documents kept by an older server are applied'),
    onError,
  );
  const sync = openSync({ database, lane, hub, pinKeys });

  return {
    services: {
      terminals: new Terminals({ database, apply: lane.apply }),
      sync: {
        ...sync,
        listen: (terminal, listener) =>
          hub.listen(terminal, {
            send(event) {
              const sinceMs = untoldSinceMs.get(terminal.storeId);
              if (event.event === 'changes' && sinceMs !== undefined) {
                untoldSinceMs.delete(terminal.storeId);
                metrics.feedLagSeconds.observe((performance.now() - sinceMs) / 1000);
              }
              return listener.send(event);
            },
          }),
      },
      sales: new Sales({
        database,
        resultOf: (storeId, saleId) => saleResultOf(database, storeId, saleId),
        onCommitted: committed,
      }),
      exceptions: openExceptions({ database, lane }),
      staff: new Staff({ database, keys: pinKeys, onChanged: () => hub.hint(COMPANY_SCOPE) }),
      pinSecretOf: (terminalId) => ({
        secret: pinKeys.secretOf(terminalId).toString('base64url'),
        key: pinKeys.name,
      }),
      storeOf: async (code) => (await findStore(database, code))?.store_id,
      async stockOf(sku) {
        const rows = await findStockEverywhere(database, sku);
        return rows.map(({ code, name, on_hand: onHand, reserved }) => ({
          storeId: code,
          storeName: name,
          onHand,
          reserved,
          available: Math.max(0, onHand - reserved),
        }));
      },
    },
    apply: lane.apply,
    differences: () => [...found.values()].reduce((sum, count) => sum + count, 0),
    async stop() {
      await hub.close();
      await Promise.all([verifier.stop(), pruner.stop(), letters.stop(), houseRules.stop()]);
      await sweeper.stop();
      await newer;
      await lane.close();
    },
  };
}
