import type { FastifyBaseLogger } from 'fastify';
import type { VerifierResult } from '../stock/verifier.ts';
import type { Difference } from '../stock/verify.ts';
import type { Metrics } from './metrics.ts';

const FIGURES: Readonly<Record<VerifierResult['part'], readonly Difference['figure'][]>> = {
  figures: ['onHand', 'reserved', 'sold', 'soldHere', 'grant', 'overdue'],
  sales: ['movement', 'place'],
};
/** A store that is wrong everywhere fills no disk with it. */
const LINES = 50;

/** Counts what the verifier found and says it in the log: nothing of it may ever happen. */
export function observeVerifier(metrics: Metrics, log: FastifyBaseLogger, result: VerifierResult): void {
  const { store, part, differences, sales, durationMs } = result;
  for (const figure of FIGURES[part])
    metrics.verifierDifferences.set(
      { store, figure },
      differences.filter((difference) => difference.figure === figure).length,
    );
  metrics.verifierRuns.inc({ part, outcome: differences.length === 0 ? 'agrees' : 'differs' });
  metrics.verifierSeconds.observe({ part }, durationMs / 1000);
  metrics.verifierLastRun.set({ store, part }, Date.now() / 1000);
  metrics.verifierSales.inc(sales);
  for (const difference of differences.slice(0, LINES))
    log.error({ store, ...difference }, 'a figure differs from the ledger');
  log.info(
    { store, part, differences: differences.length, sales, durationMs: Math.round(durationMs) },
    'verified',
  );
}
