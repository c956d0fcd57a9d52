import { replicateRxCollection } from 'rxdb/plugins/replication';
import type { PushedCollection } from '../../shared/sync/documents.ts';
import { type PushAnswer, readPushAnswers } from '../../shared/sync/protocol.ts';
import type { AuthoredRows } from '../database/authored-rows.ts';
import type { AuthoredRow } from '../database/row-schemas.ts';
import type { ConnectionState } from './connection-state.ts';
import { isRefusal, NetworkFault, type ServerAnswer, type ServerClient } from './server-client.ts';

const BATCH = 50;
const RETRY_MS = 250;
/** So often in a row may a batch fail, though the server can be reached, before the document is looked for that it fails for. */
const STUBBORN_AFTER = 2;

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
  /** Changes when the server has lost its memory. */
  serverLife(): number;
  /** RxDB has offered all that it knows of. */
  onIdle(): void;
  /** True of a document of a terminal that this machine was to another server: it is not for this one. */
  isLeftBehind(document: unknown): boolean;
}

export interface PushReplication {
  /** What RxDB believes to be unsent was offered once. What is unanswered after that, it has forgotten. */
  readonly firstPass: Promise<void>;
  /** True while RxDB has something that it has not offered yet: it needs no help. */
  readonly isBusy: boolean;
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
  let isBusy = true;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another: a browser has six connections to a server, and a customer who pays needs one. */
  function push(rows: readonly PushRow[]): Promise<[]> {
    const own = turn.then(() => pushNow(rows));
    turn = own.catch(() => undefined);
    return own;
  }

  async function pushNow(rows: readonly PushRow[]): Promise<[]> {
    await connection.whenReachable('deliver');
    try {
      await options.onPushed(await sendInOneLife(rows));
      faults = 0;
    } catch (error) {
      // Not at the pace of RxDB's retries. A refused token is offered facts again as well.
      if (!isUnreachable(error)) await connection.pauseAfterFault(faults);
      faults += 1;
      throw error;
    }
    return [];
  }

  /** An answer that was on its way when a backup was restored is about a server that is gone: it is asked again. */
  async function sendInOneLife(rows: readonly PushRow[]): Promise<Pushed[]> {
    const life = options.serverLife();
    const answers = await send(rows);
    return options.serverLife() === life ? answers : sendInOneLife(rows);
  }

  /** A row that the disk has spoiled is told to a person; the others go. */
  async function send(rows: readonly PushRow[]): Promise<Pushed[]> {
    const readable: PushRow[] = [];
    const answers: Pushed[] = [];
    for (const row of rows) {
      const { id, revision, body } = row.newDocumentState;
      const document = parsed(body);
      if (document === undefined)
        answers.push({ id, revision, answer: { status: 'refused', code: 'damagedRow', message: '' } });
      else if (options.isLeftBehind(document))
        answers.push({ id, revision, answer: { id, status: 'stale', code: 'leftBehind' } });
      else readable.push(row);
    }
    return readable.length > 0 ? [...answers, ...(await sendReadable(readable))] : answers;
  }

  async function sendReadable(rows: readonly PushRow[]): Promise<Pushed[]> {
    try {
      return await sendTogether(rows);
    } catch (error) {
      if (!(error instanceof NetworkFault) || !isAboutOne(error)) throw error;
      // The server stumbles over one of them: find it, so that the others go through. It is sent again later.
      if (rows.length > 1) return sendHalves(rows);
      return rows.map(({ newDocumentState: { id, revision } }) => ({
        id,
        revision,
        answer: { id, status: 'retry', code: 'internal' },
      }));
    }
  }

  /** A restart, a portal and a proxy without its server pass; what stands between till and server may refuse one document. */
  function isAboutOne({ reason, status }: NetworkFault): boolean {
    if (reason === 'unreachable') return false;
    return status === 500 || status === 413 || faults >= STUBBORN_AFTER;
  }

  async function sendHalves(rows: readonly PushRow[]): Promise<Pushed[]> {
    const middle = Math.ceil(rows.length / 2);
    return [...(await sendReadable(rows.slice(0, middle))), ...(await sendReadable(rows.slice(middle)))];
  }

  async function sendTogether(rows: readonly PushRow[]): Promise<Pushed[]> {
    const body = rows.map(({ newDocumentState }) => ({
      newDocumentState: JSON.parse(newDocumentState.body) as unknown,
    }));
    const answer = await client.send('POST', `/v1/sync/${collection}/push`, { body });
    if (answer.status === 200) return matchAnswers(rows, answer);
    if (!isRefusal(answer))
      throw new NetworkFault('serverFault', `push ${collection}: ${answer.status}`, answer.status);
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
  const firstPass = replication.awaitInitialReplication();
  let isFirst = true;
  firstPass.then(
    () => {
      isFirst = false;
      isBusy = false;
      options.onIdle();
    },
    () => undefined,
  );
  const following = replication.active$.subscribe((active) => {
    isBusy = isFirst || active;
    if (!isBusy) options.onIdle();
  });
  return {
    firstPass,
    get isBusy() {
      return isBusy;
    },
    async stop() {
      following.unsubscribe();
      await replication.cancel();
    },
  };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The connection itself waits for the network to come back. */
const isUnreachable = (error: unknown) => error instanceof NetworkFault && error.reason === 'unreachable';

/** One answer a document, in order; matched by id as well, in case a server leaves one out. */
function matchAnswers(rows: readonly PushRow[], answer: ServerAnswer): Pushed[] {
  const answers = readPushAnswers(answer.body);
  return rows.map((row, index) => {
    const { id, revision } = row.newDocumentState;
    const own = answers[index]?.id === id ? answers[index] : answers.find((entry) => entry.id === id);
    return { id, revision, answer: own ?? { id, status: 'retry', code: 'unanswered' } };
  });
}

function refused({ newDocumentState: { id, revision } }: PushRow, answer: ServerAnswer): Pushed {
  return { id, revision, answer: { status: 'refused', code: answer.code, message: `HTTP ${answer.status}` } };
}
