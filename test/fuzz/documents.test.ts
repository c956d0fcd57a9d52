import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import { openWireShop, type WireShop } from '../server/support/wire-shop.ts';
import type { WireTerminal } from '../server/support/wire-terminal.ts';
import { campaign, type FuzzCase, isReplay, patienceMs } from './support/campaign.ts';
import { type Json, jsonOf } from './support/hostile.ts';
import { mutated } from './support/mutate-json.ts';
import { keptOf, storedOf } from './support/server-books.ts';
import { WireDocuments } from './support/wire-documents.ts';

const GOOD_PUSH_WITHIN_MS = 10_000;
/** What the lane says of a document that it understood and that changes nothing. */
const EXPLAINED_STALE = new Set(['oldEpoch', 'replaced', 'revoked']);

describe('documents that nobody should send, at the real server', () => {
  let shop: WireShop;
  let skus: string[];
  beforeAll(async () => {
    shop = await openWireShop();
    skus = [];
    for (let count = 0; count < 4; count += 1) skus.push(await shop.stocked(10_000));
  });
  afterAll(() => shop?.close());

  async function pushText(
    terminal: WireTerminal,
    collection: PushedCollection,
    documents: readonly string[],
  ): Promise<PushAnswer[]> {
    const answer = await fetch(`${shop.server.url}/v1/sync/${collection}/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${terminal.identity.token}` },
      body: `[${documents.map((text) => `{"newDocumentState":${text}}`).join(',')}]`,
    });
    const text = await answer.text();
    expect(answer.status, text.slice(0, 500)).toBe(200);
    return JSON.parse(text).answers;
  }

  /** Fails where a document that was sent is neither stored, nor kept whole and listed, nor overtaken by one that is. */
  async function expectNothingLost(
    { note }: FuzzCase,
    terminal: WireTerminal,
    collection: PushedCollection,
    text: string,
    answer: PushAnswer,
  ): Promise<void> {
    const about = `${collection} ${JSON.stringify(answer)} ${text.slice(0, 2000)}`;
    note(`${collection} ${answer.status}${answer.code === undefined ? '' : ` ${answer.code}`}`);
    const { terminalId } = terminal.identity;
    if (answer.status === 'kept') {
      const kept = await keptOf(shop.db.database, terminalId, collection, text);
      expect(kept, `kept whole: ${about}`).toEqual({ listed: true });
      return;
    }
    expect(['applied', 'repeated', 'stale'], about).toContain(answer.status);
    if (answer.status === 'stale' && EXPLAINED_STALE.has(answer.code ?? '')) return;
    const stored = await storedOf(shop.db.database, collection, answer.id);
    if (answer.status === 'stale') {
      const sent = JSON.parse(text) as { revision: number; status: string };
      expect(
        stored !== null &&
          sent.status !== 'tendered' &&
          (stored.status === 'tendered' || stored.status === 'abandoned' || stored.revision >= sent.revision),
        `stale: ${about}`,
      ).toBe(true);
      return;
    }
    // Later revisions of the batch may stand in its place; facts and tenders stand as they were sent.
    if (stored?.status === 'tendered' || collection !== 'sales') {
      const { _rev, _meta, _deleted, _attachments, ...sent } = JSON.parse(text) as Record<string, unknown>;
      expect(stored?.document, about).toEqual(sent);
    } else expect(stored, about).not.toBeNull();
  }

  test(
    'each gets one answer in order, good ones beside them are applied, and nothing is lost in silence',
    async () => {
      const { cases, seen } = await campaign('documents', async (fuzzCase) => {
        const { random, number } = fuzzCase;
        const terminal = await shop.enrol(`Till ${number}`);
        const documents = new WireDocuments(random, terminal.identity.terminalId, skus);
        const collection = random.pick(PUSHED_COLLECTIONS);
        const batch: { text: string; good: boolean }[] = [];
        const recent: Json[] = [];
        for (let more = random.pick([1, 3, 10, 40]); more > 0; more -= 1) {
          const source = random.chance(0.1) ? random.pick(PUSHED_COLLECTIONS) : collection;
          // Now and then the same document again, changed: one id, another content.
          const valid = recent.length > 0 && random.chance(0.15) ? random.pick(recent) : documents.any(source);
          const isFresh = !recent.includes(valid);
          recent.push(valid);
          if (isFresh && source === collection && random.chance(0.3))
            batch.push({ text: jsonOf(valid), good: true });
          else batch.push({ text: jsonOf(mutated(valid, random)), good: false });
        }
        const answers = await pushText(
          terminal,
          collection,
          batch.map(({ text }) => text),
        );
        expect(answers).toHaveLength(batch.length);
        for (const [index, answer] of answers.entries()) {
          const { text, good } = batch[index] as (typeof batch)[number];
          const { id } = (JSON.parse(text) ?? {}) as { id?: unknown };
          if (typeof id === 'string' && /^[\x20-\x7e]{0,200}$/.test(id)) expect(answer.id).toBe(id);
          await expectNothingLost(fuzzCase, terminal, collection, text, answer);
          if (good) fuzzCase.note('good');
        }
        const startedAtMs = performance.now();
        const after = documents.tendered();
        expect(await pushText(terminal, 'sales', [jsonOf(after)])).toMatchObject([{ status: 'applied' }]);
        expect(performance.now() - startedAtMs).toBeLessThan(GOOD_PUSH_WITHIN_MS);
      });
      expect(shop.server.output()).not.toMatch(/"level":(?:50|60)|\bat .+:\d+:\d+/);
      if (!isReplay && cases > 30)
        for (const expected of ['good', 'sales applied', 'sales kept notUnderstood', 'shifts applied'])
          expect(seen.get(expected) ?? 0, expected).toBeGreaterThan(0);
    },
    patienceMs('documents'),
  );
});
