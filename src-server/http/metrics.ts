import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Everything the server counts about itself, in one registry of its own (several servers may live in one process). */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'evertill_' });
  const registers = [registry];
  return {
    registry,
    stockOperations: new Counter({
      name: 'evertill_stock_operations_total',
      help: 'Operations on stock by kind and by what the server answered',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    stockOperationSeconds: new Histogram({
      name: 'evertill_stock_operation_seconds',
      help: 'From the arrival of an operation to its durable answer',
      labelNames: ['operation'],
      buckets: SECONDS,
      registers,
    }),
    laneBatchSize: new Histogram({
      name: 'evertill_lane_batch_operations',
      help: 'Operations applied in one transaction',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    laneBatchSeconds: new Histogram({
      name: 'evertill_lane_batch_seconds',
      help: 'Duration of one batch, commit included',
      buckets: SECONDS,
      registers,
    }),
    feedLagSeconds: new Histogram({
      name: 'evertill_feed_lag_seconds',
      help: 'From the commit of a change to its hint on the streams',
      buckets: SECONDS,
      registers,
    }),
    exceptions: new Gauge({
      name: 'evertill_exceptions',
      help: 'Exceptions opened so far, by kind, still open or resolved',
      labelNames: ['kind', 'state'],
      registers,
    }),
    keptDocuments: new Gauge({
      name: 'evertill_kept_documents',
      help: 'Documents kept because they were not understood or not applicable',
      labelNames: ['collection', 'state'],
      registers,
    }),
    letters: new Gauge({
      name: 'evertill_letters',
      help: 'Receipts to be sent by e-mail that have not gone out: waiting, or given up',
      labelNames: ['state'],
      registers,
    }),
    zReports: new Gauge({
      name: 'evertill_z_reports',
      help: 'Z reports that wait for sales of their shift, and those that are still to be compared with them',
      labelNames: ['state'],
      registers,
    }),
    reservationsExpired: new Counter({
      name: 'evertill_reservations_expired_total',
      help: 'Reservations that lapsed by the clock',
      registers,
    }),
    connectedStreams: new Gauge({
      name: 'evertill_connected_streams',
      help: 'Tills that listen for changes',
      registers,
    }),
    databaseLosses: new Counter({
      name: 'evertill_database_losses_total',
      help: 'Times that the embedded database ended under the running server and had to be brought back',
      registers,
    }),
    verifierDifferences: new Gauge({
      name: 'evertill_verifier_differences',
      help: 'Figures that differ from the ledger, at the last look: 0 is what they shall be',
      labelNames: ['store', 'figure'],
      registers,
    }),
    verifierRuns: new Counter({
      name: 'evertill_verifier_runs_total',
      help: 'Looks of the verifier at a store, by part (figures, sales) and by whether it found anything',
      labelNames: ['part', 'outcome'],
      registers,
    }),
    verifierSeconds: new Histogram({
      name: 'evertill_verifier_seconds',
      help: 'Work of one look at a store, without its rests',
      labelNames: ['part'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300],
      registers,
    }),
    verifierLastRun: new Gauge({
      name: 'evertill_verifier_last_run_timestamp_seconds',
      help: 'When the last look at a store ended',
      labelNames: ['store', 'part'],
      registers,
    }),
    verifierSales: new Counter({
      name: 'evertill_verifier_sales_total',
      help: 'Paid sales that were compared with the ledger',
      registers,
    }),
    prunedRows: new Counter({
      name: 'evertill_pruned_rows_total',
      help: 'Rows of the feeds that no till can need any more and that were deleted',
      labelNames: ['table'],
      registers,
    }),
    enrolments: new Counter({
      name: 'evertill_enrolments_total',
      help: 'Tries to pair a till, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'evertill_http_request_seconds',
      help: 'Requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
