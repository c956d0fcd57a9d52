import { decideUpdate, type UpdateDecision } from '../../shared/update/decide-update.ts';
import type { Release, UpdateFacts } from '../../shared/update/release.ts';
import { createValue, type Readable } from '../database/readable.ts';
import { STORE_VERSION } from '../database/store-version.ts';
import type { WaitingVersion } from '../offline/keep-files-for-offline.ts';
import type { Till } from '../sync/till.ts';

/** A newer version of this till that is ready, and when it may take over. */
export interface Updates {
  /** Null while there is none. */
  readonly waiting: Readable<Release | null>;
  /** Lets it in where the rule allows it at this moment: then the page is loaded anew. */
  apply(facts: UpdateFacts): UpdateDecision | null;
  /** A version has all its files. */
  offer(version: WaitingVersion): void;
}

export function createUpdates(): Updates {
  const waiting = createValue<Release | null>(null);
  let version: WaitingVersion | null = null;
  return {
    waiting,
    apply(facts) {
      if (!version) return null;
      const decision = decideUpdate(version.release, facts);
      if (decision.may) version.takeOver();
      return decision;
    },
    offer(offered) {
      version = offered;
      waiting.set(offered.release);
    },
  };
}

/** What an update must not come upon, counted now. An empty cart is nobody's sale. */
export function updateFacts(till: Pick<Till, 'sales' | 'outbox'>): UpdateFacts {
  return {
    storeVersion: STORE_VERSION,
    openSales: till.sales.open
      .getSnapshot()
      .filter((sale) => sale.lines.length > 0 || sale.tenders.length > 0).length,
    unsent: till.outbox.getSnapshot().unsent,
  };
}

/**
 * Lets a version in by itself where nobody is at work: nothing has been touched since the page was loaded. Otherwise it
 * waits for a tap in the settings, or for the next start.
 */
export function applyWhileUntouched(
  updates: Updates,
  till: Pick<Till, 'sales' | 'outbox'>,
  page: Pick<EventTarget, 'addEventListener'> = globalThis,
): void {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  for (const event of ['pointerdown', 'keydown']) page.addEventListener(event, touch, { capture: true });
  const look = () => {
    if (!touched && updates.waiting.getSnapshot()) updates.apply(updateFacts(till));
  };
  updates.waiting.subscribe(look);
  look();
}
