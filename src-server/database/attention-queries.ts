import type { Queryable } from './database.ts';
import { countZs } from './report-queries.ts';

export interface AttentionCounts {
  readonly exceptions: readonly { kind: string; state: 'open' | 'resolved'; count: number }[];
  readonly kept: readonly { collection: string; state: 'open' | 'resolved'; count: number }[];
  readonly zs: { readonly waiting: number; readonly unchecked: number };
}

/** How much waits for a person, and how much has been looked at. */
export async function countAttention(db: Queryable): Promise<AttentionCounts> {
  const [exceptions, kept, zs] = await Promise.all([
    db.query<AttentionCounts['exceptions'][number]>(
      `select kind, case when resolved_at is null then 'open' else 'resolved' end as state, count(*)
         from exception_case group by 1, 2`,
    ),
    db.query<AttentionCounts['kept'][number]>(
      'select collection, state, count(*) from kept_document group by 1, 2',
    ),
    countZs(db),
  ]);
  return { exceptions, kept, zs };
}
