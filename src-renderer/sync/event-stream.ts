import { changesEventSchema } from '../../shared/sync/protocol.ts';
import type { ConnectionState } from './connection-state.ts';
import { AccessRefused, type ServerClient } from './server-client.ts';

/** The server sends a comment every 15 s; longer silence means that the line is dead and nobody has noticed. */
const SILENCE_MS = 40_000;
const FIRST_REOPEN_MS = 300;
const LONGEST_REOPEN_MS = 10_000;

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

  async function readOnce(): Promise<void> {
    controller = new AbortController();
    let silence = setTimeout(() => controller.abort(), SILENCE_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => controller.abort(), SILENCE_MS);
    };
    try {
      const response = await client.open('/v1/sync/stream', controller.signal);
      if (!response.body) return;
      reopenMs = FIRST_REOPEN_MS;
      // Before the first event: the pulls that start now cover all that the stream does not.
      handlers.onResync();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = createEventParser((event, data) => dispatch(event, data, handlers));
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard();
        parser.push(value);
      }
    } finally {
      clearTimeout(silence);
      handlers.onBroken();
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
export function createEventParser(onEvent: (event: string, data: string) => void): {
  push(text: string): void;
} {
  let buffer = '';
  let event = 'message';
  let data: string[] = [];
  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onEvent(event, data.join('\n'));
      event = 'message';
      data = [];
      return;
    }
    if (text.startsWith(':')) return;
    const colon = text.indexOf(':');
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return {
    push(text) {
      const lines = (buffer + text).split(/\r\n|\n|\r(?!$)/);
      buffer = lines.pop() ?? '';
      for (const entry of lines) line(entry);
    },
  };
}
