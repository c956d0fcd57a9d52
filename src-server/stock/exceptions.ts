import type { z } from 'zod';
import { isUuid } from '../../shared/core/uuid.ts';
import type { ExceptionView, exceptionPageSchema } from '../../shared/stock/exception.ts';
import { type ActRequest, decideAct } from '../../shared/stock/exception-acts.ts';
import type { Queryable } from '../database/database.ts';
import {
  type ExceptionRow,
  type ExceptionState,
  findExceptions,
  listExceptions,
  transfersUnderWay,
} from '../database/exception-queries.ts';
import { findStore } from '../database/terminal-queries.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { describeException } from './describe-exception.ts';

export type ResolveFailure =
  | 'notFound'
  | 'ambiguous'
  | 'unknownStore'
  | 'unknownSku'
  | 'alreadyResolved'
  | 'underWay'
  | 'notApplied'
  | Extract<ReturnType<typeof decideAct>, { ok: false }>['code'];

export type Resolved =
  | { readonly ok: true; readonly exception: ExceptionView; readonly moved: number }
  | { readonly ok: false; readonly code: ResolveFailure; readonly detail: string };

/** What a person typed may be the beginning of an id. */
export const isIdPrefix = (text: string): boolean => /^[0-9a-f]{6,8}(-[0-9a-f-]{0,27})?$/.test(text);

const encodeCursor = (row: ExceptionRow): string => `${row.opened_at.toISOString()}_${row.case_id}`;
function decodeCursor(text: string): { openedAt: Date; caseId: string } | null {
  const [at = '', caseId = ''] = text.split('_');
  const openedAt = new Date(at);
  return Number.isNaN(openedAt.getTime()) || !isUuid(caseId) ? null : { openedAt, caseId };
}

export interface Exceptions {
  /** One page, the oldest first. Null for a cursor that is none. */
  list(wanted: {
    readonly storeId: number | null;
    readonly state: ExceptionState;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<z.infer<typeof exceptionPageSchema> | null>;
  /** The one whose id begins so. */
  find(
    idPrefix: string,
  ): Promise<
    | { readonly ok: true; readonly exception: ExceptionView }
    | { readonly ok: false; readonly code: 'notFound' | 'ambiguous'; readonly detail: string }
  >;
  /**
   * Does what a person decided: recorded once by the request's id, with its movement in the same transaction. A transfer
   * moves out there, then in here; one that was cut off goes on with `finishTransfers`.
   *
   * @param idPrefix the exception's id, or its first characters
   */
  resolve(idPrefix: string, request: ActRequest): Promise<Resolved>;
  /** Moves what transfers still have to move. Answers how many there were. */
  finishTransfers(): Promise<number>;
}

/** The inbox of head office: what waits for a person, and what was done about it. */
export function openExceptions({
  database,
  lane,
}: {
  readonly database: Queryable;
  readonly lane: Pick<ApplyLane, 'apply'>;
}): Exceptions {
  const refused = (code: ResolveFailure, detail: string): Resolved => ({ ok: false, code, detail });

  type Found =
    | { readonly ok: true; readonly row: ExceptionRow }
    | { readonly ok: false; readonly code: 'notFound' | 'ambiguous'; readonly detail: string };

  async function find(idPrefix: string): Promise<Found> {
    const [row, another] = isIdPrefix(idPrefix) ? await findExceptions(database, idPrefix) : [];
    if (!row) return { ok: false, code: 'notFound', detail: `There is no exception ${idPrefix}.` };
    const detail = `More than one exception begins with ${idPrefix}: give more of its id.`;
    return another ? { ok: false, code: 'ambiguous', detail } : { ok: true, row };
  }

  /** Out of the one store, then into the other; what has moved already is not moved again. */
  async function moveTransfer(
    here: number,
    there: number,
    move: {
      readonly actId: string;
      readonly sku: string;
      readonly quantity: number;
      readonly reason: string;
    },
  ): Promise<boolean> {
    const out = await lane.apply(there, { kind: 'transfer', half: 'transferOut', ...move });
    if (out.status !== 'applied' && out.status !== 'repeated') return false;
    const arrived = await lane.apply(here, { kind: 'transfer', half: 'transferIn', ...move });
    return arrived.status === 'applied' || arrived.status === 'repeated';
  }

  return {
    async list({ storeId, state, after, limit }) {
      const cursor = after === null ? null : decodeCursor(after);
      if (after !== null && cursor === null) return null;
      const rows = await listExceptions(database, { storeId, state, after: cursor, limit });
      const last = rows.at(-1);
      return {
        exceptions: rows.map(describeException),
        next: last && rows.length === limit ? encodeCursor(last) : null,
      };
    },

    async find(idPrefix) {
      const found = await find(idPrefix);
      return found.ok ? { ok: true, exception: describeException(found.row) } : found;
    },

    async resolve(idPrefix, request) {
      const found = await find(idPrefix);
      if (!found.ok) return found;
      const { row } = found;
      const from = request.fromStore === undefined ? null : await findStore(database, request.fromStore);
      if (request.fromStore !== undefined && from === null)
        return refused('unknownStore', `There is no store "${request.fromStore}".`);
      const detailSku = row.detail?.sku;
      const sku = row.sku || (typeof detailSku === 'string' ? detailSku : null);
      const decision = decideAct(
        { id: row.case_id, kind: row.kind, sku, quantity: row.quantity },
        request,
        row.store_id,
        from?.store_id ?? null,
      );
      if (!decision.ok) return decision;
      const { record } = decision;
      const answer = await lane.apply(row.store_id, { kind: 'act', act: record });
      if (answer.status === 'stale' && answer.code === 'alreadyResolved')
        return refused('alreadyResolved', `Exception ${row.case_id} was resolved before.`);
      if (answer.status === 'stale' && answer.code === 'underWay')
        return refused('underWay', `A transfer for exception ${row.case_id} is under way already.`);
      if (answer.status === 'stale' && answer.code === 'unknownSku')
        return refused('unknownSku', `Store ${row.store} has no SKU ${record.sku}.`);
      if (answer.status !== 'applied' && answer.status !== 'repeated')
        return refused('notApplied', `It was not done (${answer.code ?? answer.status}). Try again.`);
      if (record.otherStore !== null && record.sku !== null && record.quantity !== null) {
        const { sku: item, quantity, note } = record;
        const transfer = { actId: record.id, sku: item, quantity, reason: `transfer: ${note}` };
        if (!(await moveTransfer(row.store_id, record.otherStore, transfer)))
          return refused('notApplied', 'The transfer is written down and goes on as soon as it can.');
      }
      const after = await find(row.case_id);
      const exception = describeException(after.ok ? after.row : row);
      const moved = exception.acts.find(({ id }) => id === record.id)?.moved ?? 0;
      return { ok: true, exception, moved };
    },

    async finishTransfers() {
      const waiting = await transfersUnderWay(database);
      for (const { store_id, other_store, act_id, sku, quantity, note } of waiting)
        await moveTransfer(store_id, other_store, {
          ...{ actId: act_id, sku, quantity },
          reason: `transfer: ${note}`,
        });
      return waiting.length;
    },
  };
}
