import type { Release, UpdateFacts } from './release.ts';

export type UpdateDecision =
  | { readonly may: true }
  | {
      readonly may: false;
      readonly because: /** Somebody is selling. */
        | 'saleOpen'
        /** It does not say that it reads this store, and something in it is nowhere else. */
        | 'unsent'
        /** It keeps its store in an older shape than the one at hand. */
        | 'older'
        /** The till has not told how it stands. */
        | 'notTold';
    };

/**
 * Whether a version that is ready may take the place of the present one now.
 *
 * @param facts null while the till has not told them: then nothing is known to be safe
 */
export function decideUpdate(release: Release, facts: UpdateFacts | null): UpdateDecision {
  if (!facts) return { may: false, because: 'notTold' };
  if (release.store.writes < facts.storeVersion) return { may: false, because: 'older' };
  if (facts.openSales > 0) return { may: false, because: 'saleOpen' };
  const reads = release.store.reads.includes(facts.storeVersion);
  return facts.unsent > 0 && !reads ? { may: false, because: 'unsent' } : { may: true };
}
