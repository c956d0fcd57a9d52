import { useSyncExternalStore } from 'react';
import { createValue } from '../database/readable.ts';

export type Tone = 'polite' | 'urgent';
interface Said {
  readonly id: number;
  readonly text: string;
}

/** What was said last stays for those who look for it; older words go, and their going is not said. */
const KEPT = 3;
const said = { polite: createValue<readonly Said[]>([]), urgent: createValue<readonly Said[]>([]) };
/** Notices, steps, sales: what was said of them already. A screen that comes back does not repeat it. */
const saidOf = new WeakSet<object>();
let lastId = 0;

/**
 * Has a screen reader say a line: what was added, what went wrong. Each is a piece of its own, so that two in one moment
 * are both heard, and the same words are heard again.
 *
 * @param about what it is said of: it is said once of each
 */
export function announce(text: string, tone: Tone = 'polite', about?: object): void {
  if (about) {
    if (saidOf.has(about)) return;
    saidOf.add(about);
  }
  lastId += 1;
  said[tone].set([...said[tone].getSnapshot(), { id: lastId, text }].slice(-KEPT));
}

/** Mounted once, around all screens: a region that came with its words in it would say them again. */
export function LiveRegions() {
  return (
    <div className="sr-only" data-testid="live-regions">
      <LiveRegion tone="polite" />
      <LiveRegion tone="urgent" />
    </div>
  );
}

function LiveRegion({ tone }: { tone: Tone }) {
  const lines = useSyncExternalStore(said[tone].subscribe, said[tone].getSnapshot);
  return (
    <div role="log" aria-live={tone === 'polite' ? 'polite' : 'assertive'} aria-relevant="additions">
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
