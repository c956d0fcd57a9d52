import { changesEventSchema } from '../../shared/sync/protocol.ts';
import type { ConnectionState } from './connection-state.ts';
import { AccessRefused, type ServerClient } from './server-client.ts';

/** The server sends a comment every 15 s; longer silence means that the line is dead and nobody has noticed. */
const SILENCE_MS = 40_000;
/** It answers at once. A proxy that waits for the end of a stream never answers, and holds back what changes. */
const OPEN_WITHIN_MS = 10_000;
const FIRST_REOPEN_MS = 300;
const LONGEST_REOPEN_MS = 10_000;
/** A message holds some hundred documents; one that never ends must not fill the memory. */
const MESSAGE_MOST_CHARACTERS = 32 * 1024 * 1024;

export interface StreamChanges {
  readonly collection: string;
  readonly documents: readonly unknown[];
  readonly checkpoint: string;
  readonly serverEpoch: number | undefined;
}

export interface EventStreamHandlers {
  /** The stream is open, or the server says that this client has lagged: what came before may be missing. */
  onResync(): void;
  onChanges(changes: StreamChanges): void;
  /** Nothing that comes later continues what came before. */
  onBroken(): void;
}

export interface EventStream {
  stop(): void;
}

/** Reads the changes as they happen. EventSource cannot send a bearer token, so the stream is read with fetch. */
export function openEventStream(
  client: ServerClient,
  connection: ConnectionState,
  handlers: EventStreamHandlers,
): EventStream {
  let stopped = false;
  let controller = new AbortController();
  let reopenMs = FIRST_REOPEN_MS;

  /** What cannot be read is opened again more and more rarely. */
  const isUnderstood = () => {
    reopenMs = FIRST_REOPEN_MS;
  };

  async function readOnce(): Promise<void> {
    controller = new AbortController();
    let silence = setTimeout(() => controller.abort(), OPEN_WITHIN_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => controller.abort(), SILENCE_MS);
    };
    let isOpen = false;
    try {
      const response = await client.open('/v1/sync/stream', controller.signal);
      // A captive portal answers everything, with a page.
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
      if (!response.body || !isStream) return;
      isOpen = true;
      heard();
      // Before the first event: the pulls that start now cover all that the stream does not.
      handlers.onResync();
      const decoder = new TextDecoderStream('utf-8', { fatal: true });
      const reader = response.body.pipeThrough(decoder).getReader();
      const parser = createEventParser((event, data) => {
        dispatch(event, data, handlers);
        isUnderstood();
      }, isUnderstood);
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard();
        parser.push(value);
      }
    } finally {
      clearTimeout(silence);
      // Where reading ended in the middle, the rest of it is not waited for.
      controller.abort();
      handlers.onBroken();
      // Where the network lets no stream through, what changes is asked for instead.
      if (!isOpen && !stopped) handlers.onResync();
    }
  }

  async function readForever(): Promise<void> {
    while (!stopped) {
      try {
        await connection.whenReachable('read');
        await readOnce();
        // The server has closed it: it may be going down, which a beat finds out sooner than the next push.
        connection.retryNow();
      } catch (error) {
        if (stopped) return;
        if (!(error instanceof AccessRefused)) connection.retryNow();
      }
      await connection.pauseFor(reopenMs);
      reopenMs = Math.min(reopenMs * 2, LONGEST_REOPEN_MS);
    }
  }

  readForever().catch(reportError);
  return {
    stop() {
      stopped = true;
      controller.abort();
    },
  };
}

function dispatch(event: string, data: string, handlers: EventStreamHandlers): void {
  if (event === 'resync') {
    handlers.onResync();
    return;
  }
  if (event !== 'changes') return;
  const read = changesEventSchema.safeParse(JSON.parse(data));
  // A message of another version of the server: the pull is the truth.
  if (!read.success) handlers.onResync();
  else handlers.onChanges({ ...read.data, serverEpoch: read.data.serverEpoch });
}

/** Cuts `text/event-stream` into events, however the network has cut the text. */
export function createEventParser(
  onEvent: (event: string, data: string) => void,
  onComment: () => void = () => undefined,
): {
  /** Throws where a message does not end. */
  push(text: string): void;
} {
  /** A line that has not ended, in the parts in which it came: joined once, however long it is. */
  let parts: string[] = [];
  /** Characters of the line and of the data before it. */
  let sizeOfLine = 0;
  let sizeOfData = 0;
  /** The last part ended in CR: an LF at the beginning of the next one belongs to it. */
  let endedInCr = false;
  let event = 'message';
  let data: string[] = [];
  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onEvent(event, data.join('\n'));
      event = 'message';
      data = [];
      sizeOfData = 0;
      return;
    }
    if (text.startsWith(':')) {
      onComment();
      return;
    }
    const colon = text.indexOf(':');
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') {
      data.push(value);
      sizeOfData += value.length;
    }
  }
  return {
    push(text) {
      const [first = '', ...others] = (endedInCr && text.startsWith('\n') ? text.slice(1) : text).split(
        /\r\n|\n|\r/,
      );
      if (text !== '') endedInCr = text.endsWith('\r');
      parts.push(first);
      sizeOfLine += first.length;
      const rest = others.pop();
      if (rest !== undefined) {
        line(parts.join(''));
        for (const entry of others) line(entry);
        parts = [rest];
        sizeOfLine = rest.length;
      }
      if (sizeOfLine + sizeOfData > MESSAGE_MOST_CHARACTERS)
        throw new Error('a message of the stream does not end');
    },
  };
}
