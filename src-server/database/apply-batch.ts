import type { OfficeRequest } from '../../shared/office/office-request.ts';
import { isTendered } from '../../shared/sale/sale.ts';
import type { Answer, Operation, SaleOperation } from '../sync/operation.ts';
import type { Queryable, Statement } from './database.ts';

/** Text that joins documents: a control character, which JSON text holds only as an escape. */
const RECORD_SEPARATOR = '\x1e';

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** One column of a batch, written as PostgreSQL's array text: quicker than the driver's own way, and than JSON. */
class Column {
  #text = '';

  /** Numbers, booleans, UUIDs, hashes: nothing in them needs quotes. */
  plain(value: string | number | boolean | null | undefined): void {
    this.#text += `${this.#text === '' ? '' : ','}${value ?? 'NULL'}`;
  }

  text(value: string): void {
    this.#text += (this.#text === '' ? '' : ',') + quoted(value);
  }

  toString(): string {
    return `{${this.#text}}`;
  }
}

const columns = <Name extends string>(...names: Name[]): Record<Name, Column> =>
  Object.fromEntries(names.map((name) => [name, new Column()])) as Record<Name, Column>;

interface Encoded {
  readonly statement: Statement;
  /** Which operation a row of the answer belongs to. */
  readonly operationOf: ReadonlyMap<number, number>;
}

type SalesColumns = ReturnType<typeof salesColumns>;
const salesColumns = () =>
  columns(
    'kind',
    'sale',
    'terminal',
    'epoch',
    'revision',
    'status',
    'hash',
    'sequence',
    'period',
    'previous',
    'chainHash',
    'takenFrom',
    'asking',
  );
const lineColumns = () => columns('op', 'no', 'id', 'sku', 'key', 'quantity', 'counted', 'price');

function addSale(o: SalesColumns, { sale, contentHash, lines }: SaleOperation): void {
  const tendered = isTendered(sale) ? sale : null;
  o.kind.plain('sale');
  o.sale.plain(sale.id);
  o.terminal.plain(sale.terminalId);
  o.epoch.plain(sale.epoch);
  o.revision.plain(sale.revision);
  o.status.plain(sale.status);
  o.hash.plain(contentHash);
  o.sequence.plain(tendered?.sequence);
  o.period.plain(tendered?.period);
  o.previous.plain(tendered?.previousHash);
  o.chainHash.plain(tendered?.hash);
  o.takenFrom.plain(sale.takenFrom);
  o.asking.plain(!tendered && lines.some((line) => line.quantity > 0));
}

function addExpiry(o: SalesColumns, saleId: string): void {
  for (const column of Object.values(o)) if (column !== o.kind && column !== o.sale) column.plain(null);
  o.kind.plain('expire');
  o.sale.plain(saleId);
}

type StockFact = Extract<Operation, { kind: 'stockCommand' | 'opening' | 'act' | 'transfer' }>;

/**
 * A command as accept_stock_commands reads it. Documents go as text in the JSON: they may hold escapes that PostgreSQL can
 * store in JSON and not read from it.
 */
function commandOf(op: number, operation: StockFact): Record<string, unknown> {
  if (operation.kind === 'act')
    return {
      op,
      kind: 'act',
      id: operation.act.id,
      sku: operation.act.sku,
      doc: JSON.stringify(operation.act),
    };
  if (operation.kind === 'transfer') {
    const { half: kind, actId: id, sku, quantity, reason } = operation;
    return { op, kind, id, sku, doc: JSON.stringify({ id, kind, sku, quantity, reason }) };
  }
  if (operation.kind === 'opening')
    return {
      op,
      kind: 'opening',
      id: operation.id,
      reason: operation.reason,
      doc: JSON.stringify(
        operation.lines.map((line, index) => ({ line_no: index, sku: line.sku, quantity: line.quantity })),
      ),
    };
  const { command } = operation;
  return {
    op,
    kind: command.kind,
    id: command.id,
    hash: operation.contentHash,
    doc: operation.body ?? JSON.stringify(command),
    terminal: operation.terminalId,
    sku: command.sku,
    quantity: command.quantity,
    reason: command.reason,
    staff: command.staffId,
    version: command.stockVersion,
    after: command.afterSequence,
    epoch: command.epoch,
  };
}

type Rare = Extract<
  Operation,
  {
    kind:
      | 'keep'
      | 'shiftEvent'
      | 'officeRequest'
      | 'heartbeat'
      | 'newEpoch'
      | 'settle'
      | 'sentAgain'
      | 'found'
      | 'reportChecked';
  }
>;

/** Whose change of the settings it is, as note_settings_change reads it. */
const changeOf = ({
  staffId,
  approvedBy,
  at,
  sawVersion,
}: Extract<OfficeRequest, { kind: 'speedKeys' }>): Record<string, unknown> => ({
  staffId,
  approvedBy,
  at,
  sawVersion,
});

/** What a request does, of members that the schema has checked alone: others may hold what jsonb cannot. */
function effectOf(request: OfficeRequest): Record<string, unknown> {
  switch (request.kind) {
    case 'newCustomer':
      return { customer: request.customer };
    case 'speedKeys':
      return { pages: request.pages, ...changeOf(request) };
    case 'emailReceipt':
    case 'houseRules':
    case 'incident':
      return {};
  }
}

/** A rare operation as apply_rare reads it. */
function rareOf(op: number, operation: Rare): Record<string, unknown> {
  switch (operation.kind) {
    case 'keep':
      return {
        op,
        kind: 'keep',
        id: operation.docId,
        hash: operation.contentHash,
        terminal: operation.terminalId,
        collection: operation.collection,
        revision: operation.revision,
        body: operation.body,
        reason: operation.reason,
        why: operation.detail,
        epoch: operation.epoch,
        sequence: operation.sequence,
      };
    case 'shiftEvent':
      return {
        op,
        kind: 'shiftEvent',
        id: operation.event.id,
        hash: operation.contentHash,
        terminal: operation.event.terminalId,
        epoch: operation.event.epoch,
        event: operation.event.kind,
        period: operation.event.period,
        last_sequence: operation.event.lastSequence ?? 0,
        doc: operation.body ?? JSON.stringify(operation.event),
        revoked: operation.revoked,
      };
    case 'officeRequest':
      return {
        op,
        kind: 'officeRequest',
        id: operation.request.id,
        hash: operation.contentHash,
        terminal: operation.request.terminalId,
        event: operation.request.kind,
        body: operation.body,
        doc: JSON.stringify(effectOf(operation.request)),
      };
    case 'heartbeat':
      return { op, kind: 'heartbeat', terminal: operation.terminalId, sales: operation.saleIds };
    case 'newEpoch':
      return { op, kind: 'newEpoch', terminal: operation.terminalId };
    case 'sentAgain': {
      const { kind, keptId: id, actId: act, by: who, note, outcome } = operation;
      return { op, kind, id, act, who, note, outcome };
    }
    case 'found':
      return { op, kind: 'found', cases: operation.cases };
    case 'reportChecked': {
      const { kind, eventId: id, differs } = operation;
      return { op, kind, id, cases: differs && [differs] };
    }
    case 'settle':
      return { op, kind: 'settle' };
  }
}

const jsonOrNull = (list: readonly unknown[]): string | null =>
  list.length === 0 ? null : JSON.stringify(list);

/** Writes a batch as the parameters of apply_batch. */
function encode(storeId: number, now: Date, operations: readonly Operation[]): Encoded {
  const o = salesColumns();
  const l = lineColumns();
  const docs: string[] = [];
  const commands: unknown[] = [];
  const others: Rare[] = [];
  const returns: unknown[] = [];
  const seen: unknown[] = [];
  const operationOf = new Map<number, number>();
  const rareIndexes: number[] = [];

  for (const [index, operation] of operations.entries()) {
    if (operation.kind === 'sale') {
      docs.push(operation.body);
      const op = docs.length;
      operationOf.set(op, index);
      addSale(o, operation);
      for (const line of operation.lines) {
        l.op.plain(op);
        l.no.plain(line.lineNo);
        l.id.text(line.lineId);
        l.sku.text(line.sku);
        l.key.plain(line.mergeKey);
        l.quantity.plain(line.quantity);
        l.counted.plain(line.tracked);
        l.price.plain(line.priceFree ? null : line.unitPriceMinor);
        if (line.returned)
          returns.push({
            sale: operation.sale.id,
            line_no: line.lineNo,
            sku: line.sku,
            original: line.returned.saleId,
            original_line: line.returned.lineId,
            quantity: line.returned.quantity,
          });
      }
      const { sale } = operation;
      if (sale.status === 'tendered' && sale.voidOf !== undefined)
        returns.push({ sale: sale.id, original: sale.voidOf });
      for (const { kind, detail } of operation.exceptions) seen.push({ op, kind, detail });
    } else if (operation.kind === 'expire') {
      for (const saleId of operation.saleIds) {
        docs.push('null');
        operationOf.set(docs.length, index);
        addExpiry(o, saleId);
      }
    } else if (
      operation.kind === 'stockCommand' ||
      operation.kind === 'opening' ||
      operation.kind === 'act' ||
      operation.kind === 'transfer'
    ) {
      const op = -1 - commands.length;
      operationOf.set(op, index);
      commands.push(commandOf(op, operation));
    } else {
      others.push(operation);
      rareIndexes.push(index);
    }
  }
  const rare = others.map((operation, nth) => {
    const op = docs.length + 1 + nth;
    operationOf.set(op, rareIndexes[nth] as number);
    return rareOf(op, operation);
  });
  const values = [
    storeId,
    now.toISOString(),
    ...[o.kind, o.sale, o.terminal, o.epoch, o.revision, o.status, o.hash].map(String),
    docs.join(RECORD_SEPARATOR),
    ...[o.sequence, o.period, o.previous, o.chainHash, o.takenFrom, o.asking].map(String),
    ...[l.op, l.no, l.id, l.sku, l.key, l.quantity, l.counted, l.price].map(String),
    jsonOrNull(commands),
    jsonOrNull(rare),
    others.some((operation) => operation.kind === 'settle'),
    jsonOrNull(returns),
    jsonOrNull(seen),
  ];
  return { statement: { name: 'apply-batch', text: APPLY_BATCH, values }, operationOf };
}

const APPLY_BATCH = `select op, status, code, granted, detail from apply_batch(${Array.from({ length: 29 }, (_, n) => `$${n + 1}`).join(', ')})`;

interface AnswerRow {
  readonly op: number;
  readonly status: Answer['status'];
  readonly code: string | null;
  readonly granted: boolean | null;
  readonly detail: { epoch?: number; refusedSkus?: string[]; count?: number; moved?: number } | null;
}

/**
 * Applies operations of one store in one transaction (the statement is one) and answers each, in order. Durable when it
 * returns. At most one operation may touch a sale, and the caller sees to that.
 */
export async function applyBatch(
  database: Queryable,
  storeId: number,
  now: Date,
  operations: readonly Operation[],
): Promise<Answer[]> {
  const { statement, operationOf } = encode(storeId, now, operations);
  const rows = await database.query<AnswerRow>(statement);
  const answers = new Map<number, Answer>();
  for (const row of rows) {
    const index = operationOf.get(row.op);
    if (index === undefined) continue;
    const { kind } = operations[index] as Operation;
    if (kind === 'expire') {
      answers.set(index, {
        status: 'applied',
        count: (answers.get(index)?.count ?? 0) + Number(row.status === 'applied'),
      });
      continue;
    }
    answers.set(index, {
      status: row.status,
      ...(row.code === null ? {} : { code: row.code }),
      ...(kind === 'sale' && row.status === 'applied' ? { granted: row.granted ?? true } : {}),
      ...row.detail,
    });
  }
  return operations.map((_, index) => answers.get(index) ?? { status: 'applied', count: 0 });
}
