import { replicateRxCollection } from 'rxdb/plugins/replication';
import type { PushedCollection } from '../../shared/sync/documents.ts';
import { type PushAnswer, pushResponseSchema } from '../../shared/sync/protocol.ts';
import type { AuthoredRows } from '../database/authored-rows.ts';
import type { AuthoredRow } from '../database/row-schemas.ts';
import type { ConnectionState } from './connection-state.ts';
import { NetworkFault, type ServerAnswer, type ServerClient } from './server-client.ts';

const BATCH = 50;
const RETRY_MS = 250;

/** What became of one document that was pushed. */
export interface Pushed {
  readonly id: string;
  readonly revision: number;
  readonly answer:
    | PushAnswer
    | { readonly status: 'refused'; readonly code: string; readonly message: string };
}

export interface PushReplicationOptions {
  readonly collection: PushedCollection;
  readonly rows: AuthoredRows<unknown>;
  readonly identifier: string;
  readonly client: ServerClient;
  readonly connection: ConnectionState;
  onPushed(pushed: readonly Pushed[]): Promise<void>;
}

export interface PushReplication {
  /** What RxDB believes to be unsent was offered once. What is unanswered after that, it has forgotten. */
  readonly firstPass: Promise<void>;
  stop(): Promise<void>;
}

type PushRow = { readonly newDocumentState: AuthoredRow };

/**
 * One collection to the server, by RxDB's replication, apart from every pull: while a push is retried, RxDB holds back
 * the stream of its replication. The handler throws only when nobody answered. A handler that throws for a document
 * would hold back all later ones for ever; a document that the server cannot take is told to a person instead.
 */
export function startPushReplication(options: PushReplicationOptions): PushReplication {
  const { collection, client, connection } = options;
  let faults = 0;

  async function push(rows: readonly PushRow[]): Promise<[]> {
    await connection.whenReachable('deliver');
    try {
      await options.onPushed(await send(rows));
      faults = 0;
    } catch (error) {
      // Not at the pace of RxDB's retries. A refused token is offered facts again as well.
      if (!isUnreachable(error)) await connection.pauseAfterFault(faults);
      faults += 1;
      throw error;
    }
    return [];
  }

  async function send(rows: readonly PushRow[]): Promise<Pushed[]> {
    try {
      return await sendTogether(rows);
    } catch (error) {
      // The server stumbles over one of them: find it, so that the others go through. It is sent again later.
      if (!(error instanceof NetworkFault) || error.status !== 500) throw error;
      if (rows.length > 1) return sendHalves(rows);
      return rows.map(({ newDocumentState: { id, revision } }) => ({
        id,
        revision,
        answer: { id, status: 'retry', code: 'internal' },
      }));
    }
  }

  async function sendHalves(rows: readonly PushRow[]): Promise<Pushed[]> {
    const middle = Math.ceil(rows.length / 2);
    return [...(await send(rows.slice(0, middle))), ...(await send(rows.slice(middle)))];
  }

  async function sendTogether(rows: readonly PushRow[]): Promise<Pushed[]> {
    const body = rows.map(({ newDocumentState }) => ({
      newDocumentState: JSON.parse(newDocumentState.body) as unknown,
    }));
    const answer = await client.send('POST', `/v1/sync/${collection}/push`, { body });
    if (answer.status === 200) return matchAnswers(rows, answer);
    if (rows.length === 1) return rows.map((row) => refused(row, answer));
    // One of them makes the whole request unreadable or too large: find it, so that the others go through.
    return sendHalves(rows);
  }

  const replication = replicateRxCollection<AuthoredRow, unknown>({
    collection: options.rows.collection,
    replicationIdentifier: options.identifier,
    live: true,
    waitForLeadership: false,
    retryTime: RETRY_MS,
    push: { batchSize: BATCH, handler: (rows) => push(rows) },
  });
  return {
    firstPass: replication.awaitInitialReplication(),
    async stop() {
      await replication.cancel();
    },
  };
}

/** The connection itself waits for the network to come back. */
const isUnreachable = (error: unknown) => error instanceof NetworkFault && error.reason === 'unreachable';

/** One answer a document, in order; matched by id as well, in case a server leaves one out. */
function matchAnswers(rows: readonly PushRow[], answer: ServerAnswer): Pushed[] {
  const read = pushResponseSchema.safeParse(answer.body);
  const answers = read.success ? read.data.answers : [];
  return rows.map((row, index) => {
    const { id, revision } = row.newDocumentState;
    const own = answers[index]?.id === id ? answers[index] : answers.find((entry) => entry.id === id);
    return { id, revision, answer: own ?? { id, status: 'retry', code: 'unanswered' } };
  });
}

function refused({ newDocumentState: { id, revision } }: PushRow, answer: ServerAnswer): Pushed {
  return { id, revision, answer: { status: 'refused', code: answer.code, message: `HTTP ${answer.status}` } };
}
