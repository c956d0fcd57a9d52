import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import { openWireShop, type WireShop } from '../server/support/wire-shop.ts';
import type { WireTerminal } from '../server/support/wire-terminal.ts';
import { campaign, type FuzzCase, patienceMs } from './support/campaign.ts';
import { type Json, jsonOf } from './support/hostile.ts';
import { mutated } from './support/mutate-json.ts';
import { readBooks, type ServerBooks } from './support/server-books.ts';
import { WireDocuments } from './support/wire-documents.ts';

const REQUEST_MOST_BYTES = 4 * 1024 * 1024 - 100;
const GOOD_PUSH_WITHIN_MS = 30_000;
/** What the lane says of a document that it understood and that changes nothing. */
const EXPLAINED_STALE = new Set(['oldEpoch', 'replaced', 'revoked']);

/** Without the members that RxDB adds on its way, and with one zero, as RFC 8785 has it. */
function contentOf(text: string): Record<string, unknown> {
  const { _rev, _meta, _deleted, _attachments, ...content } = JSON.parse(text) as Record<string, unknown>;
  return JSON.parse(JSON.stringify(content)) as Record<string, unknown>;
}

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
    // As a till does it: what is too much at once goes in parts.
    if (answer.status === 413 && documents.length > 1) {
      const middle = Math.ceil(documents.length / 2);
      return [
        ...(await pushText(terminal, collection, documents.slice(0, middle))),
        ...(await pushText(terminal, collection, documents.slice(middle))),
      ];
    }
    expect(answer.status, text.slice(0, 500)).toBe(200);
    return JSON.parse(text).answers;
  }

  /** Fails where a document that was sent is neither stored, nor kept whole and listed, nor overtaken by one that is. */
  function expectNotLost(
    { note }: FuzzCase,
    { kept, stored }: ServerBooks,
    collection: PushedCollection,
    text: string,
    answer: PushAnswer,
  ): void {
    const { id, status, code = '' } = answer;
    const about = `${collection} ${JSON.stringify(answer)} ${text.length > 3000 ? `${text.length} characters` : text}`;
    note(`${collection} ${status} ${code}`.trim());
    if (status === 'kept') {
      // A sale that conflicts with a stored one is kept by the database, from what was understood of it.
      const isUnderstood = code === 'conflictingTender' || code === 'foreignSale';
      const body = isUnderstood ? JSON.stringify(contentOf(text)) : text;
      const { listed } = kept.find((each) => each.body === body) ?? {};
      expect(listed === 'open' || (listed === 'closed' && stored.has(id)), `kept whole: ${about}`).toBe(true);
      return;
    }
    expect(['applied', 'repeated', 'stale'], about).toContain(status);
    if (status === 'stale' && EXPLAINED_STALE.has(code)) return;
    const found = stored.get(id);
    if (status === 'stale') {
      const sent = contentOf(text) as { revision: number; status: string };
      expect(
        found !== undefined &&
          sent.status !== 'tendered' &&
          (found.status === 'tendered' || found.status === 'abandoned' || found.revision >= sent.revision),
        `stale: ${about}`,
      ).toBe(true);
      return;
    }
    // Later revisions of the batch may stand in its place; facts and tenders stand as they were sent.
    if (found?.status === 'tendered' || collection !== 'sales')
      expect(found?.document, about).toEqual(contentOf(text));
    else expect(found, about).toBeDefined();
  }

  test(
    'each gets one answer in order, good ones beside them are applied, and nothing is lost in silence',
    async () => {
      await campaign(
        'documents',
        async (fuzzCase) => {
          const { random, number } = fuzzCase;
          const terminal = await shop.enrol(`Till ${number}`);
          const documents = new WireDocuments(random, terminal.identity.terminalId, skus);
          const collection = random.pick(PUSHED_COLLECTIONS);
          const batch: { text: string; good: boolean }[] = [];
          const recent: Json[] = [];
          for (let more = random.pick([1, 3, 10, 40]); more > 0; more -= 1) {
            const source = random.chance(0.1) ? random.pick(PUSHED_COLLECTIONS) : collection;
            // Now and then the same document again, changed: one id, another content.
            const valid =
              recent.length > 0 && random.chance(0.15) ? random.pick(recent) : documents.any(source);
            const isFresh = !recent.includes(valid);
            recent.push(valid);
            if (isFresh && source === collection && random.chance(0.3))
              batch.push({ text: jsonOf(valid), good: true });
            else batch.push({ text: jsonOf(mutated(valid, random)), good: false });
            // More than a request may be: a till tells a person of it, and test/fuzz/http.test.ts sends such.
            if (Buffer.byteLength(batch.at(-1)?.text ?? '') > REQUEST_MOST_BYTES) batch.pop();
          }
          if (batch.length === 0) return fuzzCase.note('nothing that fits a request');
          const answers = await pushText(
            terminal,
            collection,
            batch.map(({ text }) => text),
          );
          expect(answers).toHaveLength(batch.length);
          const books = await readBooks(
            shop.db.database,
            terminal.identity.terminalId,
            collection,
            answers.map(({ id }) => id),
          );
          for (const [index, answer] of answers.entries()) {
            const { text, good } = batch[index] as (typeof batch)[number];
            const { id } = (JSON.parse(text) ?? {}) as { id?: unknown };
            if (typeof id === 'string' && /^[\x20-\x7e]{0,200}$/.test(id)) expect(answer.id).toBe(id);
            expectNotLost(fuzzCase, books, collection, text, answer);
            if (!good) continue;
            expect(['applied', 'repeated'], text).toContain(answer.status);
            fuzzCase.note('good');
          }
          const startedAtMs = performance.now();
          const after = documents.tendered();
          expect(await pushText(terminal, 'sales', [jsonOf(after)])).toMatchObject([{ status: 'applied' }]);
          expect(performance.now() - startedAtMs).toBeLessThan(GOOD_PUSH_WITHIN_MS);
        },
        1,
        ['good', 'sales applied', 'sales kept notUnderstood', 'shifts applied'],
      );
      expect(shop.server.output()).not.toMatch(/"level":(?:50|60)|\bat .+:\d+:\d+/);
    },
    patienceMs('documents'),
  );
});
