import { useSyncExternalStore } from 'react';
import { createValue } from '../database/readable.ts';

const polite = createValue('');
const urgent = createValue('');

/** Has a screen reader say a line: what was added, what went wrong. */
export function announce(text: string, tone: 'polite' | 'urgent' = 'polite'): void {
  const region = tone === 'polite' ? polite : urgent;
  // The same words again are only read out when the text differs: a no-break space makes it so.
  region.set(region.getSnapshot() === text ? `${text}\u00a0` : text);
}

export function LiveRegions() {
  const politeText = useSyncExternalStore(polite.subscribe, polite.getSnapshot);
  const urgentText = useSyncExternalStore(urgent.subscribe, urgent.getSnapshot);
  return (
    <div className="sr-only">
      <div role="status" aria-live="polite">
        {politeText}
      </div>
      <div role="alert" aria-live="assertive">
        {urgentText}
      </div>
    </div>
  );
}
