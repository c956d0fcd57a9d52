import { PUSHED_COLLECTIONS } from '../../../shared/sync/documents.ts';
import type { Till } from '../../../src-renderer/sync/till.ts';

/** What the server has not answered at this very moment: what the screens are told follows a little later. */
export const unsentNow = ({ unsentIds }: Pick<Till, 'unsentIds'>): number =>
  PUSHED_COLLECTIONS.reduce((sum, collection) => sum + unsentIds(collection).length, 0);
