import type { KeptRows } from './authored-rows.ts';
import { createValue, type Readable } from './readable.ts';
import type { AuthoredRow } from './row-schemas.ts';

export interface FactRepository<D> {
  readonly all: Readable<readonly D[]>;
  /** Resolves when it is on the disk. */
  append(fact: D): Promise<void>;
  load(onDamaged: (row: AuthoredRow) => void): Promise<void>;
  /** Stores what the journal has; answers how many of them were not here. */
  recover(facts: readonly D[]): Promise<number>;
}

/** Facts of this till: appended, never changed, applied by the server. Stock commands, requests to head office. */
export function createFactRepository<D extends { readonly id: string; readonly at: string }>(
  rows: KeptRows<D>,
): FactRepository<D> {
  const all = createValue<readonly D[]>([]);
  return {
    all,
    async load(onDamaged) {
      const facts: D[] = [];
      await rows.load((fact) => void facts.push(fact), onDamaged);
      all.set(facts.sort(byMoment));
    },
    async recover(recorded) {
      const known = new Set(all.getSnapshot().map((fact) => fact.id));
      const missing = recorded.filter((fact) => !known.has(fact.id));
      await rows.putAll(missing);
      if (missing.length > 0) all.set([...all.getSnapshot(), ...missing].sort(byMoment));
      return missing.length;
    },
    async append(fact) {
      await rows.put(fact);
      all.set([...all.getSnapshot().filter((other) => other.id !== fact.id), fact]);
    },
  };
}

type Dated = { readonly id: string; readonly at: string };
const byMoment = (a: Dated, b: Dated) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
