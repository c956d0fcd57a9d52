import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { AuthoredRows } from './authored-rows.ts';
import { createValue } from './readable.ts';
import type { StockCommands } from './till-data.ts';

export interface StockCommandRepository extends StockCommands {
  load(): Promise<void>;
}

/** Receipts, adjustments and counts made at this till: queued here, applied by the server. */
export function createStockCommandRepository(rows: AuthoredRows<StockCommand>): StockCommandRepository {
  const all = createValue<readonly StockCommand[]>([]);
  return {
    all,
    async load() {
      const commands: StockCommand[] = [];
      await rows.load((command) => void commands.push(command));
      all.set(commands.sort((a, b) => a.at.localeCompare(b.at)));
    },
    async append(command) {
      await rows.put(command);
      all.set([...all.getSnapshot().filter((other) => other.id !== command.id), command]);
    },
  };
}
