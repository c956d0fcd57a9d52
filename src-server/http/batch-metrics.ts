import type { FastifyBaseLogger } from 'fastify';
import type { BatchObservation } from '../sync/apply-lane.ts';
import type { Operation } from '../sync/operation.ts';
import type { Metrics } from './metrics.ts';

/** What an operation is called in metrics and log lines. */
function nameOf(operation: Operation): string {
  switch (operation.kind) {
    case 'sale':
      return `sale.${operation.sale.status}`;
    case 'stockCommand':
      return `stock.${operation.command.kind}`;
    case 'shiftEvent':
      return `shift.${operation.event.kind}`;
    case 'officeRequest':
      return `request.${operation.request.kind}`;
    case 'act':
      return `act.${operation.act.act}`;
    case 'transfer':
      return operation.half;
    default:
      return operation.kind;
  }
}

/** Which document or terminal it was about. */
function subjectOf(operation: Operation): Record<string, unknown> {
  switch (operation.kind) {
    case 'sale':
      return {
        saleId: operation.sale.id,
        terminalId: operation.sale.terminalId,
        revision: operation.sale.revision,
        lines: operation.lines.length,
      };
    case 'stockCommand':
      return { id: operation.command.id, sku: operation.command.sku, quantity: operation.command.quantity };
    case 'shiftEvent':
      return { id: operation.event.id, terminalId: operation.event.terminalId };
    case 'officeRequest':
      return { id: operation.request.id, terminalId: operation.request.terminalId };
    case 'opening':
      return { id: operation.id, lines: operation.lines.length };
    case 'keep':
      return { id: operation.docId, collection: operation.collection, reason: operation.reason };
    case 'heartbeat':
    case 'newEpoch':
      return { terminalId: operation.terminalId };
    case 'act': {
      const { id, exception, sku, quantity } = operation.act;
      return { id, exception, sku, quantity };
    }
    case 'transfer':
      return { id: operation.actId, sku: operation.sku, quantity: operation.quantity };
    case 'sentAgain':
      return { id: operation.keptId, pushed: operation.outcome };
    case 'reportChecked':
      return { id: operation.eventId, differs: operation.differs !== null };
    case 'found':
      return { cases: operation.cases.length };
    case 'expire':
    case 'settle':
      return {};
  }
}

/** Counts and logs every operation of a committed batch. What only keeps things going is logged at `debug`. */
export function observeBatch(metrics: Metrics, log: FastifyBaseLogger, batch: BatchObservation): void {
  const { storeId, operations, answers, durationMs } = batch;
  metrics.laneBatchSize.observe(operations.length);
  metrics.laneBatchSeconds.observe(durationMs / 1000);
  for (const [index, operation] of operations.entries()) {
    const answer = answers[index];
    if (!answer) continue;
    const name = nameOf(operation);
    metrics.stockOperations.inc({ operation: name, outcome: answer.status });
    metrics.stockOperationSeconds.observe({ operation: name }, durationMs / 1000);
    if (operation.kind === 'expire') metrics.reservationsExpired.inc(answer.count ?? 0);
    const { status: outcome, code, count, granted } = answer;
    const line = { operation: name, outcome, code, count, granted, storeId, ...subjectOf(operation) };
    if (operation.kind === 'heartbeat' || operation.kind === 'settle') log.debug(line, 'stock operation');
    else log.info(line, 'stock operation');
  }
}
