import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PULLED_COLLECTIONS } from '../../shared/sync/documents.ts';
import type { ConnectionState } from '../../src-renderer/sync/connection-state.ts';
import { createEventParser, openEventStream } from '../../src-renderer/sync/event-stream.ts';
import type { ServerClient } from '../../src-renderer/sync/server-client.ts';
import { campaign, patienceMs } from './support/campaign.ts';
import { hostileText, hostileValue, jsonOf } from './support/hostile.ts';
import { mutatedBytes } from './support/mutate-bytes.ts';
import type { Random } from './support/random.ts';

function streamText(random: Random): string {
  const end = random.pick(['\n', '\r\n', '\r']);
  return Array.from({ length: random.int(0, 8) }, () => {
    const changes = {
      collection: random.chance(0.8) ? random.pick(PULLED_COLLECTIONS) : hostileText(random),
      documents: random.chance(0.8) ? [] : hostileValue(random),
      checkpoint: 'x',
      serverEpoch: random.chance(0.8) ? 1 : hostileValue(random),
    };
    const event = random.chance(0.8) ? random.pick(['changes', 'resync', 'message']) : hostileText(random);
    const data = random.chance(0.8) ? jsonOf(changes) : jsonOf(hostileValue(random));
    if (random.chance(0.1)) return `:${hostileText(random)}${end}`;
    return `event: ${event}${end}data: ${data}${random.chance(0.9) ? end + end : ''}`;
  }).join('');
}

/** The parts in which a network brings bytes, also through the middle of a sign. */
function cut(bytes: Uint8Array, random: Random): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = random.pick([1, 2, 7, 100, 5000]);
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}

function eventsOf(parts: readonly string[]): string[] {
  const events: string[] = [];
  const parser = createEventParser((event, data) => events.push(`${event} ${data}`));
  for (const part of parts) parser.push(part);
  return events;
}

const reported: unknown[] = [];
beforeEach(() => {
  reported.length = 0;
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
});
afterEach(() => vi.unstubAllGlobals());

describe('an event stream of which nothing can be believed', () => {
  test(
    'says the same however it is cut, never throws out of the reading, and is opened again for ever',
    async () => {
      await campaign(
        'event stream',
        async ({ random, note }) => {
          const text = streamText(random);
          const whole = Buffer.from(text);
          const texts = Array.from({ length: 3 }, () => {
            const decoder = new TextDecoder();
            return eventsOf(cut(whole, random).map((part) => decoder.decode(part, { stream: true })));
          });
          expect(texts[1]).toEqual(texts[0]);
          expect(texts[2]).toEqual(eventsOf([whole.toString()]));

          const bytes = random.chance(0.5) ? mutatedBytes(whole, random) : whole;
          const type = random.pick([
            'text/event-stream',
            'text/event-stream; charset=utf-8',
            'text/html',
            '',
          ]);
          let opened = 0;
          let stop: () => void = () => undefined;
          const again = new Promise<void>((resolve) => {
            const client = {
              open: async () => {
                opened += 1;
                if (opened > 1) resolve();
                const parts = cut(bytes, random);
                const body = new ReadableStream<Uint8Array>({
                  pull(controller) {
                    const part = parts.shift();
                    if (part) controller.enqueue(part);
                    else if (random.chance(0.5)) controller.close();
                    else controller.error(new TypeError('network error'));
                  },
                });
                return new Response(body, { headers: { 'content-type': type } });
              },
            } as unknown as ServerClient;
            const connection = {
              whenReachable: async () => undefined,
              retryNow: () => undefined,
              pauseFor: () => new Promise<void>((later) => setImmediate(later)),
            } as unknown as ConnectionState;
            const stream = openEventStream(client, connection, {
              onResync: () => note('resync'),
              onChanges: () => note('changes'),
              onBroken: () => note('broken'),
            });
            stop = () => stream.stop();
          });
          await again;
          stop();
          expect(reported).toEqual([]);
        },
        1,
        ['resync', 'changes', 'broken'],
      );
    },
    patienceMs('event stream'),
  );

  test('a message that never ends is given up, in time that grows with its length and no faster', () => {
    const parser = createEventParser(() => undefined);
    const part = 'x'.repeat(64 * 1024);
    const startedMs = process.cpuUsage().user / 1000;
    parser.push('data: ');
    expect(() => {
      for (let count = 0; count < 1000; count += 1) parser.push(part);
    }).toThrow('does not end');
    expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(5000);
  });

  test('data lines without end are given up, too', () => {
    const parser = createEventParser(() => undefined);
    const part = `data: ${'x'.repeat(1000)}\n`.repeat(64);
    expect(() => {
      for (let count = 0; count < 1000; count += 1) parser.push(part);
    }).toThrow('does not end');
  });
});
