import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../../src-renderer/sync/connection-state.ts';
import { createEventParser, openEventStream } from '../../../src-renderer/sync/event-stream.ts';
import type { ServerClient } from '../../../src-renderer/sync/server-client.ts';

function parse(parts: readonly string[]): [string, string][] {
  const events: [string, string][] = [];
  const parser = createEventParser((event, data) => events.push([event, data]));
  for (const part of parts) parser.push(part);
  return events;
}

describe('text/event-stream', () => {
  it.each([
    { name: 'an event with data', text: 'event: changes\ndata: {"a":1}\n\n', says: [['changes', '{"a":1}']] },
    { name: 'a comment that keeps the line alive', text: ': hello\n\n', says: [] },
    { name: 'data in two lines', text: 'data: one\ndata: two\n\n', says: [['message', 'one\ntwo']] },
    { name: 'line ends of Windows', text: 'event: resync\r\ndata: {}\r\n\r\n', says: [['resync', '{}']] },
    { name: 'no space after the colon', text: 'event:resync\ndata:{}\n\n', says: [['resync', '{}']] },
    { name: 'an event that has not ended', text: 'event: changes\ndata: {}\n', says: [] },
    { name: 'fields that nobody knows', text: 'id: 7\nretry: 1\ndata: x\n\n', says: [['message', 'x']] },
  ])('$name', ({ text, says }) => {
    expect(parse([text])).toEqual(says);
  });

  const lineEnd = fc.constantFrom('\n', '\r\n');
  test.prop([
    fc.array(fc.tuple(fc.constantFrom('changes', 'resync'), fc.json()), { maxLength: 8 }),
    lineEnd,
    fc.array(fc.nat(), { maxLength: 20 }),
  ])('says the same however the network cuts the text', (events, end, cuts) => {
    const text = events.map(([event, data]) => `event: ${event}${end}data: ${data}${end}${end}`).join('');
    const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
    const parts = places.slice(1).map((place, index) => text.slice(places[index], place));
    expect(parse(parts)).toEqual(events);
  });
});

describe('a stream', () => {
  // What the reading forgets to catch would be reported; nothing may be.
  beforeEach(() => vi.stubGlobal('reportError', (error: unknown) => expect(error).toBeUndefined()));
  afterEach(() => vi.unstubAllGlobals());

  const openWith = (open: ServerClient['open']) => {
    const onResync = vi.fn<() => void>();
    const pauses: number[] = [];
    const stream = openEventStream(
      { open } as ServerClient,
      {
        whenReachable: async () => undefined,
        retryNow: () => undefined,
        pauseFor: (durationMs: number) => {
          pauses.push(durationMs);
          return new Promise((resolve) => setTimeout(resolve, durationMs));
        },
      } as unknown as ConnectionState,
      { onResync, onChanges: () => undefined, onBroken: () => undefined },
    );
    return { stream, onResync, pauses };
  };

  it('that a proxy holds back is given up, and what changed is asked for', async () => {
    vi.useFakeTimers();
    try {
      const { stream, onResync } = openWith(
        (_path, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('aborted')));
          }),
      );
      await vi.advanceTimersByTimeAsync(11_000);
      expect(onResync).toHaveBeenCalledTimes(1);
      stream.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is the page of a captive portal is opened again more and more rarely', async () => {
    vi.useFakeTimers();
    try {
      const page = async () => new Response('<p>Log in', { headers: { 'content-type': 'text/html' } });
      const { stream, pauses } = openWith(page);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(pauses.length).toBeLessThan(15);
      expect(pauses.at(-1)).toBe(10_000);
      stream.stop();
    } finally {
      vi.useRealTimers();
    }
  });
});
