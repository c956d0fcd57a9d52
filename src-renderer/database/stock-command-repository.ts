import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { AuthoredRows } from './authored-rows.ts';
import { createValue } from './readable.ts';
import type { AuthoredRow } from './row-schemas.ts';
import type { StockCommands } from './till-data.ts';

export interface StockCommandRepository extends StockCommands {
  load(onDamaged: (row: AuthoredRow) => void): Promise<void>;
  /** Stores what the journal has; answers how many of them were not here. */
  recover(commands: readonly StockCommand[]): Promise<number>;
}

/** Receipts, adjustments and counts made at this till: queued here, applied by the server. */
export function createStockCommandRepository(rows: AuthoredRows<StockCommand>): StockCommandRepository {
  const all = createValue<readonly StockCommand[]>([]);
  return {
    all,
    async load(onDamaged) {
      const commands: StockCommand[] = [];
      await rows.load((command) => void commands.push(command), onDamaged);
      all.set(commands.sort(byMoment));
    },
    async recover(recorded) {
      const known = new Set(all.getSnapshot().map((command) => command.id));
      const missing = recorded.filter((command) => !known.has(command.id));
      await rows.putAll(missing);
      if (missing.length > 0) all.set([...all.getSnapshot(), ...missing].sort(byMoment));
      return missing.length;
    },
    async append(command) {
      await rows.put(command);
      all.set([...all.getSnapshot().filter((other) => other.id !== command.id), command]);
    },
  };
}

const byMoment = (a: StockCommand, b: StockCommand) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
