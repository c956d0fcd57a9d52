import { createRxDatabase, type RxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, describe, expect, it } from 'vitest';
import { createPulledStore } from '../../../src-renderer/database/pulled-store.ts';
import { pageRowSchema } from '../../../src-renderer/database/row-schemas.ts';
import type { ConnectionState } from '../../../src-renderer/sync/connection-state.ts';
import {
  type PullReplication,
  type PullReplicationOptions,
  startPullReplication,
} from '../../../src-renderer/sync/pull-replication.ts';
import type { ServerClient } from '../../../src-renderer/sync/server-client.ts';

type Member = { id: string; version: number };

const staffOf = (version: number) => ({
  ...{ id: `01900000-0000-7000-8000-${String(version).padStart(12, '0')}`, name: `Person ${version}` },
  ...{ role: 'cashier', active: true, hasPin: false, version },
});

let database: RxDatabase;
let pull: PullReplication;
let named = 0;

/** A pull of staff, and a server that changes at moments of the test's choice. No stream: what changes is only wished for. */
async function follow(around: {
  /** The server has computed its answer to this question, which is on its way. */
  readonly onAnswer?: (question: number, change: () => void) => Promise<void> | void;
  /** What came in an answer is in memory, and its rows are not stored yet. */
  readonly onTaken?: (version: number, change: () => void) => void;
}) {
  named += 1;
  database = await createRxDatabase({
    name: `pull-${named}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
  });
  const { pages } = await database.addCollections({ pages: { schema: pageRowSchema } });
  if (!pages) throw new Error('no collection');
  let newest = 1;
  let questions = 0;
  const known = new Set<number>();
  const caughtUpAfter: number[] = [];
  /** Something changes, and the till hears that something has. */
  const change = () => {
    newest += 1;
    pull.resync();
  };
  const store = createPulledStore<Member>(pages, {
    keyOf: ({ id }) => id,
    shape: 0,
    readOlder: () => null,
    perPage: 1,
    apply(entries) {
      for (const { document } of entries) {
        known.add(document.version);
        around.onTaken?.(document.version, change);
      }
    },
    reset: () => known.clear(),
  });
  const client: Pick<ServerClient, 'send'> = {
    async send(_method, path) {
      questions += 1;
      const after = Number(new URL(path, 'http://server').searchParams.get('checkpoint') ?? 0);
      const documents = Array.from({ length: newest - after }, (_, index) => staffOf(after + index + 1));
      const body = { documents, checkpoint: String(newest), serverEpoch: 1 };
      await around.onAnswer?.(questions, change);
      return { status: 200, code: '', body };
    },
  };
  pull = startPullReplication({
    collection: 'staff',
    store: store as unknown as PullReplicationOptions['store'],
    identifier: `down-${named}`,
    client: client as ServerClient,
    connection: { whenReachable: async () => {} } as unknown as ConnectionState,
    serverEpoch: () => 1,
    coalesceMs: 0,
    pulledInEpoch: null,
    onPulledInEpoch: () => {},
    onServerEpoch: () => {},
    onCheckpointExpired: () => {},
    onUnreadable: (id, message) => expect.fail(`${id}: ${message}`),
    onReadable: () => {},
    onCaughtUp: () => caughtUpAfter.push(questions),
  });
  return { known, caughtUpAfter, newest: () => newest };
}

afterEach(async () => {
  await pull.stop();
  await database.close();
});

describe('a wish to pull that comes while a pull is ending', () => {
  it('is kept where the last page of two is being stored and RxDB would ask no more', async () => {
    // Version 1 and 2 are two short pages, after which a pull ends without a further question.
    const { known, newest } = await follow({
      onAnswer: (question, change) => {
        if (question === 1) change();
      },
      onTaken: (version, change) => {
        if (version === 2) change();
      },
    });
    await expect.poll(() => [...known]).toEqual([1, 2, 3]);
    expect(newest()).toBe(3);
  });

  it('is kept where the answer that has nothing new is on its way', async () => {
    const { known } = await follow({
      onAnswer: (question, change) => {
        if (question === 2) change();
      },
    });
    await expect.poll(() => [...known]).toEqual([1, 2]);
  });

  it('is kept wherever it comes, and a pull ends all the same', async () => {
    // Every answer and every page brings a change after it, some twice, until there were thirty.
    let left = 30;
    const more = (change: () => void) => {
      if (left <= 0) return;
      left -= 1;
      change();
    };
    const { known, caughtUpAfter, newest } = await follow({
      onAnswer: async (question, change) => {
        if (question % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
        more(change);
      },
      onTaken: (version, change) => {
        if (version % 4 === 0) more(change);
      },
    });
    await expect.poll(() => known.size).toBe(31);
    expect(newest()).toBe(31);
    await expect.poll(() => caughtUpAfter.length).toBeGreaterThan(0);
  });
});
