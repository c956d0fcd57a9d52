import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { canonicalJson } from '../../../shared/core/canonical-json.ts';
import { PULLED_AS_READ, PULLED_COLLECTIONS } from '../../../shared/sync/documents.ts';
import {
  PULLED_SHAPES,
  pullAnewWhereOlder,
  readStored,
} from '../../../src-renderer/database/pulled-shapes.ts';
import { carriedOver } from '../../../src-renderer/database/row-migrations.ts';
import {
  AUTHORED_STEPS,
  type AuthoredRow,
  authoredRowSchema,
  PAGE_STEPS,
  pageRowSchema,
} from '../../../src-renderer/database/row-schemas.ts';
import {
  claimStore,
  STORE_VERSION,
  STORES_READ,
  StoreIsNewer,
} from '../../../src-renderer/database/store-version.ts';

const digest = (value: object) =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);

/** Every version of a schema that tills in the field have; a new version is added below, none is edited. */
const ROWS = [
  { name: 'authored rows', schema: authoredRowSchema, steps: AUTHORED_STEPS, digests: ['7acad7612e59ded7'] },
  { name: 'pages', schema: pageRowSchema, steps: PAGE_STEPS, digests: ['cd8002e651dc3e4e'] },
];

describe.each(ROWS)('the schema of $name', ({ schema, steps, digests }) => {
  it('is the one that tills in the field have', () => {
    expect(
      digest(schema),
      'This schema has changed, and every till would be locked out of what it has stored (RxDB’s DB6). ' +
        'Raise its version, add a step in row-schemas.ts, raise STORE_VERSION, and add the new digest here beside the old ones.',
    ).toBe(digests[schema.version]);
  });

  it('has a step from each version to the next', () => {
    expect(steps).toHaveLength(schema.version);
    expect(digests).toHaveLength(schema.version + 1);
  });
});

/** What a till keeps of a pulled document. A wider one needs what was left out, a narrower one must not meet the old. */
const READ: Readonly<Record<string, readonly string[]>> = {
  items: ['b0bc35ce5cc3f20f'],
  stockLevels: ['60118214de7b3130'],
  saleResults: ['acabfe5c9c54bc67'],
  staff: ['73a825515cc2d6af'],
  settings: ['09e624e91deb0f57'],
  customers: ['d4cc2c0f34798de7'],
};

type JsonSchema = { [member: string]: unknown };

/** Without what every version keeps: members that may be missing, of objects that let any through. */
function binding(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(binding);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, required, additionalProperties, ...rest } = schema as JsonSchema;
  if (typeof properties !== 'object' || properties === null)
    return Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, binding(member)]));
  const isOpen = additionalProperties !== false;
  const needed = new Set(Array.isArray(required) ? required : []);
  const kept = Object.entries(properties).filter(([name]) => !isOpen || needed.has(name));
  return {
    ...rest,
    isOpen,
    properties: Object.fromEntries(kept.map(([name, member]) => [name, binding(member)])),
  };
}

test.each(PULLED_COLLECTIONS)('what is read of %s is what tills have stored', (collection) => {
  const schema = z.toJSONSchema(PULLED_AS_READ[collection], { unrepresentable: 'any', io: 'output' });
  expect(
    digest(binding(schema) as object),
    `This version reads more, or other things, of ${collection} than what tills have stored. ` +
      'Raise its number in pulled-shapes.ts, so that it is pulled again, and add the new digest here beside the old ones.',
  ).toBe(READ[collection]?.[PULLED_SHAPES[collection]]);
});

/** A device store of two members, in memory. */
const facts = (initial: Record<string, unknown> = {}) => {
  const held = new Map(Object.entries(initial));
  return {
    held,
    get: <T>(key: string) => Promise.resolve(held.get(key) as T | undefined),
    set: (key: string, value: unknown) => Promise.resolve(void held.set(key, value)),
  };
};

describe('what a version says of itself', () => {
  test('is what it does', () => {
    expect(
      packageJson.evertill.store,
      'STORE_VERSION or STORES_READ has changed: say so in package.json, where the version before reads it',
    ).toEqual({ writes: STORE_VERSION, reads: STORES_READ });
    expect(STORES_READ).toContain(STORE_VERSION);
  });

  test.each(STORES_READ.filter((version) => version < STORE_VERSION))(
    'it opens a stored one of %s',
    (version) => {
      // fixtures/till-store-N.json, opened in stored-till.chromium.test.ts
      const stored = new URL(`./fixtures/till-store-${version}.json`, import.meta.url);
      expect(
        existsSync(stored),
        `${stored.pathname} is missing: dump it with the version that wrote it`,
      ).toBe(true);
    },
  );
});

describe('claiming a store', () => {
  test.each([undefined, 0, STORE_VERSION])(
    'one of version %s becomes this version’s',
    async (storeVersion) => {
      const device = facts(storeVersion === undefined ? {} : { storeVersion });
      await claimStore(device);
      expect(device.held.get('storeVersion')).toBe(STORE_VERSION);
    },
  );

  test('one of a newer version is left alone', async () => {
    const device = facts({ storeVersion: STORE_VERSION + 1 });
    await expect(claimStore(device)).rejects.toThrow(StoreIsNewer);
    expect(device.held.get('storeVersion')).toBe(STORE_VERSION + 1);
  });
});

describe('a row is carried over', () => {
  const row: AuthoredRow = { id: 'a', revision: 3, resends: 1, storedAt: '2026-11-22', body: '{"id":"a"}' };
  const carry = (...steps: ((row: AuthoredRow) => AuthoredRow)[]) => {
    const troubles: string[] = [];
    const onTrouble = (id: string, error: unknown) => troubles.push(`${id}: ${(error as Error).message}`);
    const carried = steps.reduce((old, step) => carriedOver(step, old, onTrouble), row);
    return { carried, troubles };
  };

  test('step by step', () => {
    const { carried, troubles } = carry(
      (old) => ({ ...old, one: 1 }),
      (old) => ({ ...old, two: 2 }),
    );
    expect(carried).toEqual({ ...row, one: 1, two: 2 });
    expect(troubles).toEqual([]);
  });

  test.each<{ name: string; step: (row: AuthoredRow) => AuthoredRow }>([
    {
      name: 'throws',
      step: () => {
        throw new Error('planted');
      },
    },
    { name: 'changes the document', step: (old) => ({ ...old, body: old.body.replace('a', 'b') }) },
    { name: 'changes the revision', step: (old) => ({ ...old, revision: 4 }) },
    { name: 'changes the id', step: (old) => ({ ...old, id: 'b' }) },
    { name: 'makes nothing of it', step: () => null as never },
  ])('as it is by a step that $name, and by the next one all the same', ({ step }) => {
    const { carried, troubles } = carry(step, (old) => ({ ...old, two: 2 }));
    expect(carried).toEqual({ ...row, two: 2 });
    expect(troubles).toHaveLength(1);
  });
});

describe('what was pulled by an older version', () => {
  test('is pulled again, once, and only that', async () => {
    const device = facts({ 'generation/items': 4 });
    const shapes = { ...PULLED_SHAPES, items: 1 };
    await pullAnewWhereOlder(device, () => false, shapes);
    await pullAnewWhereOlder(device, () => false, shapes);
    expect(Object.fromEntries(device.held)).toEqual({ 'generation/items': 5, 'shape/items': 1 });
  });

  test('is pulled again where the disk has spoiled it', async () => {
    const device = facts();
    await pullAnewWhereOlder(device, (collection) => collection === 'staff');
    expect(Object.fromEntries(device.held)).toEqual({ 'generation/staff': 1 });
  });

  test('is read as far as it can be, and is otherwise as if it were not here', () => {
    expect(readStored('staff', { id: 'nobody' })).toBeNull();
    expect(readStored('staff', null)).toBeNull();
    const gone = { id: 'somebody', version: 3, _deleted: true };
    expect(readStored('staff', gone)).toEqual(gone);
  });
});
