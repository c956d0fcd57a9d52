import type { Queryable } from './database.ts';

export interface AttentionCounts {
  readonly exceptions: readonly { kind: string; state: 'open' | 'resolved'; count: number }[];
  readonly kept: readonly { collection: string; state: 'open' | 'resolved'; count: number }[];
}

/** How much waits for a person, and how much has been looked at. */
export async function countAttention(db: Queryable): Promise<AttentionCounts> {
  const [exceptions, kept] = await Promise.all([
    db.query<AttentionCounts['exceptions'][number]>(
      `select kind, case when resolved_at is null then 'open' else 'resolved' end as state, count(*)
         from exception_case group by 1, 2`,
    ),
    db.query<AttentionCounts['kept'][number]>(
      'select collection, state, count(*) from kept_document group by 1, 2',
    ),
  ]);
  return { exceptions, kept };
}

export interface OpenException {
  readonly store: string;
  readonly kind: string;
  readonly cause_id: string;
  readonly sku: string;
  readonly quantity: number | null;
  readonly terminal: string | null;
  readonly opened_at: Date;
}

/** What waits for a person, the oldest first. */
export async function listOpenExceptions(
  db: Queryable,
  storeId: number | null,
  limit: number,
): Promise<OpenException[]> {
  return db.query<OpenException>(
    `select s.code as store, e.kind, e.cause_id, e.sku, e.quantity, t.name as terminal, e.opened_at
       from exception_case e join store s using (store_id) left join terminal t using (terminal_id)
      where e.resolved_at is null and ($1::int is null or e.store_id = $1)
      order by e.opened_at limit $2`,
    [storeId, limit],
  );
}
