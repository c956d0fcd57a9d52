import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import { type DocumentReader, READERS, readDocument } from '../../../shared/sync/document-versions.ts';
import {
  PULLED_AS_READ,
  PULLED_KEY,
  type PulledCollection,
  type PushedCollection,
} from '../../../shared/sync/documents.ts';

type Raw = Record<string, unknown>;

const documents0 = JSON.parse(readFileSync(new URL('./documents-0.json', import.meta.url), 'utf8')) as {
  readonly pushed: Readonly<Record<PushedCollection, Raw[]>>;
  readonly pulled: Readonly<Record<PulledCollection, Raw[]>>;
};

/** What tills and servers have written before documents said their version. Never edited; each version adds a file. */
const PUSHED_0 = Object.entries(documents0.pushed).flatMap(([collection, documents]) =>
  documents.map((document) => ({ collection: collection as PushedCollection, document })),
);
const PULLED_0 = Object.entries(documents0.pulled).flatMap(([collection, documents]) =>
  documents.map((document) => ({ collection: collection as PulledCollection, document })),
);

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
};
const read = (collection: PushedCollection, document: unknown) =>
  readDocument<unknown>(READERS[collection], document);

describe('documents of versions before', () => {
  test.each(PUSHED_0)('a $collection document of version 0 is read, and stays as it was written', (old) => {
    expect(old.document).not.toHaveProperty('documentVersion');
    expect(read(old.collection, frozen(structuredClone(old.document)))).toEqual({
      ok: true,
      document: old.document,
    });
  });

  test('a tendered sale of version 0 has the hash that it was given', () => {
    const tendered = PUSHED_0.filter(({ document }) => document.status === 'tendered');
    expect(tendered.length).toBeGreaterThan(3);
    for (const { document } of tendered)
      expect(
        createHash('sha256')
          .update(saleHashText(document as never))
          .digest('hex'),
      ).toBe(document.hash);
  });

  test.each(PULLED_0)('a $collection document of an older server is read', ({ collection, document }) => {
    expect(PULLED_AS_READ[collection].parse(document)).toEqual(document);
  });
});

describe('documents of versions after', () => {
  const [sale = {}] = documents0.pushed.sales;

  test('members that are not known are no reason to refuse, and are kept', () => {
    const document = {
      ...sale,
      documentVersion: 1,
      mood: 'calm',
      lines: [{ ...(sale.lines as Raw[])[0], tint: 7 }],
    };
    expect(read('sales', document)).toEqual({ ok: true, document });
  });

  test('a later version is told as such, and not taken for a broken document', () => {
    expect(read('sales', { ...sale, documentVersion: READERS.sales.steps.length + 1 })).toEqual({
      ok: false,
      reason: 'newerVersion',
      detail: 'is of version 2; this program reads versions up to 1',
    });
    // It may be of any shape.
    expect(read('shifts', { documentVersion: 7 })).toMatchObject({ reason: 'newerVersion' });
  });

  test.each([-1, 0.5, '1', null, {}, Number.MAX_VALUE])('%s is no version', (documentVersion) => {
    const expected = { ok: false, reason: 'notUnderstood' };
    expect(read('sales', { ...sale, documentVersion })).toMatchObject(expected);
  });

  test.each([null, undefined, 3, 'text', [], [1]])('%s is no document, and nothing throws', (document) => {
    expect(read('sales', document)).toMatchObject({ ok: false, reason: 'notUnderstood' });
  });
});

describe('a document that is two versions behind', () => {
  const reader: DocumentReader<unknown> = {
    schema: READERS.shifts.schema,
    steps: [
      (document) => ({ ...document, kind: document.kind === 'begun' ? 'opened' : document.kind }),
      ({ cents, ...document }) => ({ ...document, amountMinor: cents ?? document.amountMinor }),
    ],
  };
  const [event] = documents0.pushed.shifts;
  const { amountMinor: _, ...bare } = event as Raw;

  test.each([
    { version: undefined, document: { ...bare, kind: 'begun', cents: 5 } },
    { version: 0, document: { ...bare, kind: 'begun', cents: 5 } },
    { version: 1, document: { ...bare, kind: 'opened', cents: 5 } },
    { version: 2, document: { ...bare, kind: 'opened', amountMinor: 5 } },
  ])('goes through each step between, from version $version on', ({ version, document }) => {
    const written = frozen({ ...document, ...(version === undefined ? {} : { documentVersion: version }) });
    expect(readDocument(reader, written)).toMatchObject({
      ok: true,
      document: { kind: 'opened', amountMinor: 5 },
    });
  });

  test('a step that cannot make anything of it is data, not a fault', () => {
    const broken: DocumentReader<unknown> = {
      ...reader,
      steps: [(document) => ({ lines: (document.lines as Raw[]).length })],
    };
    expect(readDocument(broken, { id: 'x' })).toMatchObject({ ok: false, reason: 'notUnderstood' });
  });
});

describe('a till reads a newer server', () => {
  const [result] = documents0.pulled.saleResults;
  const [member] = documents0.pulled.staff;
  const [settings] = documents0.pulled.settings;

  test('a sale’s answer with words it does not know still says that the sale was applied', () => {
    const document = {
      ...result,
      appliedAt: '2027-01-01T00:00:00.000Z',
      reservation: { ...(result?.reservation as Raw), state: 'pooled', pool: 3 },
      exceptions: [{ kind: 'somethingNew', why: 'later' }],
    };
    expect(PULLED_AS_READ.saleResults.parse(document)).toMatchObject({
      appliedAt: '2027-01-01T00:00:00.000Z',
      reservation: { state: 'released' },
      exceptions: [{ kind: 'somethingNew' }],
    });
  });

  test('a person of a role it does not know may do what a cashier may', () => {
    expect(PULLED_AS_READ.staff.parse({ ...member, role: 'auditor' })).toMatchObject({ role: 'cashier' });
  });

  test('settings with a choice it does not know take the careful one, and the shop sells on', () => {
    expect(PULLED_AS_READ.settings.parse({ ...settings, oversell: 'ask', tips: true })).toMatchObject({
      oversell: 'manager',
      tips: true,
    });
  });

  test('every collection lets members through that it does not know', () => {
    for (const { collection, document } of PULLED_0)
      expect(PULLED_AS_READ[collection].parse({ ...document, later: [1] })).toMatchObject({
        [PULLED_KEY[collection]]: document[PULLED_KEY[collection]],
        later: [1],
      });
  });
});
