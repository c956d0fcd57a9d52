import { saleHashText, withoutBookkeeping } from '../../shared/sale/content-hash.ts';
import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import { wrongTotals } from '../../shared/sale/told-totals.ts';
import { type PushedDocument, READERS, readDocument } from '../../shared/sync/document-versions.ts';
import type { FactCollection } from '../../shared/sync/documents.ts';
import { clockSkewOf, type TerminalClock } from './clock-skew.ts';
import { contentDigest, sha256Hex } from './content-digest.ts';
import { jsonText } from './json-text.ts';
import type { KeepOperation, Operation, SeenException } from './operation.ts';
import { operationLines } from './sale-lines.ts';

/** Who pushes, as its token says. */
export interface PushingTerminal {
  readonly terminalId: string;
  readonly storeId: number;
  readonly revoked: boolean;
  /** The terminals whose place it took, also through others, and whose facts it may deliver. */
  readonly replaces: readonly string[];
  /** Null, or not there: nothing is known of its clock. */
  readonly clock?: TerminalClock | null;
}

/** What is sent goes into the lane; `refused` is answered as it is, without a trace. */
export type Judged =
  | { readonly kind: 'operation'; readonly id: string; readonly operation: Operation }
  | { readonly kind: 'refused'; readonly id: string; readonly status: 'stale'; readonly code: string };

type Raw = Readonly<Record<string, unknown>>;
const rawOf = (document: unknown): Raw =>
  typeof document === 'object' && document !== null && !Array.isArray(document) ? (document as Raw) : {};
const whole = (value: unknown, least: number): number | null =>
  Number.isSafeInteger(value) && (value as number) >= least ? (value as number) : null;
const INT4_MAX = 2_147_483_647;

/** Text that any PostgreSQL text column takes, at most `max` characters. */
const storable = (value: unknown, max: number): string =>
  typeof value === 'string' ? Buffer.from(value.slice(0, max).replaceAll('\0', '\uFFFD')).toString() : '';

function keep(
  terminal: PushingTerminal,
  collection: string,
  document: unknown,
  reason: string,
  detail: string,
): Judged {
  const raw = rawOf(document);
  const body = jsonText(document);
  const id = storable(raw.id, 200);
  const tendered = raw.status === 'tendered';
  const epoch = whole(raw.epoch, 1);
  const operation: KeepOperation = {
    kind: 'keep',
    terminalId: terminal.terminalId,
    collection,
    docId: id,
    revision: whole(raw.revision, 0) ?? 0,
    contentHash: sha256Hex(body),
    body,
    reason,
    detail: storable(detail, 500),
    epoch: epoch !== null && epoch <= INT4_MAX ? epoch : null,
    sequence: tendered ? whole(raw.sequence, 1) : null,
  };
  return { kind: 'operation', id, operation };
}

/**
 * The server's door: any JSON of a terminal becomes an operation of the lane. What is not understood becomes a `keep` of the
 * whole document. Pure but for hashing; never throws, whatever is sent.
 */
export function judgeDocument(
  terminal: PushingTerminal,
  collection: string,
  document: unknown,
  now: Date,
): Judged {
  try {
    switch (collection) {
      case 'sales':
        return judgeSale(terminal, document, now);
      case 'shifts':
        return judgeShiftEvent(terminal, document);
      case 'stockCommands':
        return judgeStockCommand(terminal, document);
      case 'officeRequests':
        return judgeOfficeRequest(terminal, document);
      default:
        // Of a newer till: kept until this server is as new.
        return keep(terminal, collection, document, 'unknownCollection', `${collection} is unknown here`);
    }
  } catch (error) {
    // A nesting too deep to walk, for example. Whatever it is, the next document must not wait for it.
    return keep(terminal, collection, document, 'notUnderstood', String(error));
  }
}

const mayDeliverFor = (terminal: PushingTerminal, terminalId: string): boolean =>
  terminalId === terminal.terminalId || terminal.replaces.includes(terminalId);

function judgeSale(terminal: PushingTerminal, document: unknown, now: Date): Judged {
  const raw = withoutBookkeeping(rawOf(document));
  const read = readDocument(READERS.sales, raw);
  if (!read.ok) return keep(terminal, 'sales', document, read.reason, read.detail);
  const sale: Sale = read.document;
  const limits = overLimit(sale);
  if (limits !== null) return keep(terminal, 'sales', document, 'notUnderstood', limits);
  if (!mayDeliverFor(terminal, sale.terminalId))
    return keep(terminal, 'sales', document, 'foreignTerminal', `belongs to terminal ${sale.terminalId}`);
  // Only facts are heard of a terminal that is no more.
  if (!isTendered(sale) && (terminal.revoked || sale.terminalId !== terminal.terminalId))
    return { kind: 'refused', id: sale.id, status: 'stale', code: terminal.revoked ? 'revoked' : 'replaced' };
  const lines = operationLines(sale);
  if (!isTendered(sale)) {
    const ids = new Set(lines.map((line) => line.lineId));
    if (ids.size < lines.length)
      return keep(terminal, 'sales', document, 'repeatedLineId', 'two different lines have one lineId');
    return {
      kind: 'operation',
      id: sale.id,
      operation: {
        kind: 'sale',
        sale,
        body: JSON.stringify(raw),
        contentHash: contentDigest(raw),
        lines,
        exceptions: [],
      },
    };
  }
  const exceptions: SeenException[] = [];
  // The hash covers all of the content, so where it fits it is the content's digest too.
  const expected = sha256Hex(saleHashText(raw as never));
  if (expected !== sale.hash) exceptions.push({ kind: 'brokenChain' });
  if (terminal.revoked) exceptions.push({ kind: 'revokedTerminal' });
  const wrong = wrongTotals(sale);
  if (wrong !== null) exceptions.push({ kind: 'totalMismatch', detail: wrong });
  const clock = sale.terminalId === terminal.terminalId ? (terminal.clock ?? null) : null;
  const skew = clockSkewOf(Date.parse(sale.tenderedAt), now.getTime(), clock);
  if (skew !== null) exceptions.push({ kind: 'clockSkew', detail: skew });
  return {
    kind: 'operation',
    id: sale.id,
    operation: {
      kind: 'sale',
      sale,
      body: JSON.stringify(raw),
      contentHash: expected === sale.hash ? expected : contentDigest(raw),
      lines,
      exceptions,
    },
  };
}

/** Counters fit PostgreSQL's integers. */
function overLimit(sale: Sale): string | null {
  for (const [name, value] of Object.entries({ epoch: sale.epoch, revision: sale.revision }))
    if (value > INT4_MAX) return `${name}: is too large`;
  if (isTendered(sale) && sale.period >= INT4_MAX) return 'period: is too large';
  return null;
}

/** A fact as it was understood, and as it was sent. */
type SentFact<C extends FactCollection> = {
  readonly fact: PushedDocument<C>;
  readonly body: string;
  readonly contentHash: string;
};

/**
 * @param author whose it is; nothing where the document does not say
 * @param wrong what no schema says and the database could not take, or null
 */
function judgeFact<C extends FactCollection>(
  terminal: PushingTerminal,
  collection: C,
  document: unknown,
  author: (fact: PushedDocument<C>) => string | undefined,
  operationOf: (sent: SentFact<C>) => Operation,
  wrong: (fact: PushedDocument<C>) => string | null = () => null,
): Judged {
  const raw = withoutBookkeeping(rawOf(document));
  const read = readDocument(READERS[collection], raw);
  if (!read.ok) return keep(terminal, collection, document, read.reason, read.detail);
  const fact = read.document;
  const fault = wrong(fact);
  if (fault !== null) return keep(terminal, collection, document, 'notUnderstood', fault);
  const terminalId = author(fact);
  if (terminalId !== undefined && !mayDeliverFor(terminal, terminalId))
    return keep(terminal, collection, document, 'foreignTerminal', `belongs to terminal ${terminalId}`);
  const operation = operationOf({ fact, body: JSON.stringify(raw), contentHash: contentDigest(raw) });
  return { kind: 'operation', id: fact.id, operation };
}

const judgeShiftEvent = (terminal: PushingTerminal, document: unknown): Judged =>
  judgeFact(
    terminal,
    'shifts',
    document,
    (event) => event.terminalId,
    ({ fact: event, ...sent }) => ({ kind: 'shiftEvent', event, ...sent, revoked: terminal.revoked }),
    ({ epoch, period }) => (epoch > INT4_MAX || period >= INT4_MAX ? 'epoch or period: is too large' : null),
  );

const judgeOfficeRequest = (terminal: PushingTerminal, document: unknown): Judged =>
  judgeFact(
    terminal,
    'officeRequests',
    document,
    (request) => request.terminalId,
    ({ fact: request, ...sent }) => ({ kind: 'officeRequest', request, ...sent }),
  );

const judgeStockCommand = (terminal: PushingTerminal, document: unknown): Judged =>
  judgeFact(
    terminal,
    'stockCommands',
    document,
    (command) => command.terminalId,
    ({ fact: command, ...sent }) => ({
      kind: 'stockCommand',
      command,
      ...sent,
      // Whose sales a count waits for: its author's, also where another brings it.
      terminalId: command.terminalId ?? terminal.terminalId,
    }),
  );

/** The document of an operation that was judged to be in conflict with an earlier one, to be kept. */
export function keepConflicting(
  terminal: PushingTerminal,
  collection: string,
  document: unknown,
  reason: string,
): KeepOperation {
  const judged = keep(terminal, collection, document, reason, '');
  return (judged as { operation: KeepOperation }).operation;
}
