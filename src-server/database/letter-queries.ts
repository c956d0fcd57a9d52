import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { Queryable } from './database.ts';

export type Letter = Extract<OfficeRequest, { kind: 'emailReceipt' }>;

export interface DueLetter {
  readonly store_id: number;
  readonly request_id: string;
  readonly doc: Letter;
  /** This attempt counted in. */
  readonly attempts: number;
}

/**
 * Takes letters that are due, of sales that have arrived, out of the reach of any other server until `leaseUntil`: whoever dies
 * while sending leaves them to be tried again.
 */
export const claimLetters = (
  database: Queryable,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<DueLetter[]> =>
  database.query<DueLetter>(
    `update office_request q set attempts = attempts + 1, due_at = $2
     where (q.store_id, q.request_id) in (
       select r.store_id, r.request_id from office_request r
       where r.state = 'waiting' and r.due_at <= $1 and exists (
         select from sale s
         where s.store_id = r.store_id and s.sale_id = (readable_json(r.doc)->>'saleId')::uuid and s.status = 'tendered')
       order by r.due_at limit $3 for update skip locked)
     returning q.store_id, q.request_id, q.doc, q.attempts`,
    [now.toISOString(), leaseUntil.toISOString(), limit],
  );

export type LetterOutcome =
  | { readonly state: 'done'; readonly at: Date }
  | { readonly state: 'waiting'; readonly dueAt: Date; readonly failure: string }
  | { readonly state: 'failed'; readonly failure: string };

export async function settleLetter(
  database: Queryable,
  { store_id, request_id }: Pick<DueLetter, 'store_id' | 'request_id'>,
  outcome: LetterOutcome,
): Promise<void> {
  await database.query(
    `update office_request set state = $3, done_at = $4, due_at = $5, failure = $6
     where store_id = $1 and request_id = $2`,
    [
      store_id,
      request_id,
      outcome.state,
      outcome.state === 'done' ? outcome.at.toISOString() : null,
      outcome.state === 'waiting' ? outcome.dueAt.toISOString() : null,
      outcome.state === 'done' ? null : outcome.failure,
    ],
  );
}

/** How many letters wait, and how many were given up. */
export const countLetters = (database: Queryable): Promise<{ state: string; letters: number }[]> =>
  database.query(
    `select state, count(*)::int as letters from office_request
     where kind = 'emailReceipt' and state <> 'done' group by state`,
  );

export interface LetterRow {
  readonly request_id: string;
  readonly store: string;
  readonly email: string;
  readonly sale_id: string;
  readonly state: string;
  readonly received_at: Date;
  readonly attempts: number;
  readonly failure: string | null;
}

/** Letters that have not gone out, the oldest first. */
export const listLetters = (database: Queryable, storeId: number | null): Promise<LetterRow[]> =>
  database.query<LetterRow>(
    `select q.request_id, t.code as store, readable_json(q.doc)->>'email' as email, readable_json(q.doc)->>'saleId' as sale_id, q.state, q.received_at,
       q.attempts, q.failure
     from office_request q join store t on t.store_id = q.store_id
     where q.kind = 'emailReceipt' and q.state <> 'done' and ($1::int is null or q.store_id = $1)
     order by q.received_at, q.request_id`,
    [storeId],
  );

/** Tries at once what was given up or waits for its next try. */
export async function retryLetters(database: Queryable, storeId: number | null, now: Date): Promise<number> {
  const rows = await database.query(
    `update office_request set state = 'waiting', due_at = $2, attempts = 0
     where kind = 'emailReceipt' and state <> 'done' and ($1::int is null or store_id = $1) returning request_id`,
    [storeId, now.toISOString()],
  );
  return rows.length;
}
