import type { DeviceStore } from '../database/device-store.ts';
import { createValue, type Readable } from '../database/readable.ts';

/** Something that happened to this till's own memory, told once in plain words. Nobody has to do anything. */
export interface TillReport {
  readonly id: string;
  readonly code:
    | 'storeLost'
    | 'storeOlder'
    | 'storeSetAside'
    | 'journalOlder'
    /** So many documents came back from the journal. */
    | 'recovered'
    /** So many rows could not be read and are in the journal or with the server. */
    | 'rowsRestored'
    /** The server went back to an older state; so many documents are sent again. */
    | 'serverRestored';
  readonly count: number;
  readonly at: string;
}

export interface TillReports {
  /** Newest first. */
  readonly list: Readable<readonly TillReport[]>;
  add(code: TillReport['code'], count: number): Promise<void>;
  dismiss(id: string): Promise<void>;
}

const KEY = 'reports';
const MOST = 20;

export async function openTillReports(device: DeviceStore, now: () => Date): Promise<TillReports> {
  const list = createValue<readonly TillReport[]>((await device.get<TillReport[]>(KEY)) ?? []);
  const save = (next: readonly TillReport[]) => {
    list.set(next);
    return device.set(KEY, next);
  };
  return {
    list,
    add(code, count) {
      const at = now().toISOString();
      const others = list.getSnapshot();
      const id = `${code}/${at}/${others.length}`;
      return save([{ id, code, count, at }, ...others].slice(0, MOST));
    },
    dismiss: (id) => save(list.getSnapshot().filter((report) => report.id !== id)),
  };
}
