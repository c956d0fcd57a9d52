import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { createValue } from '../../../src-renderer/database/readable.ts';
import { NetworkFault } from '../../../src-renderer/sync/server-client.ts';
import type { Connection } from '../../../src-renderer/sync/till.ts';
import { openTillPins } from '../../../src-renderer/sync/till-pins.ts';
import { hashPin } from '../../../src-server/staff/pin-hash.ts';
import { type PinKeys, pinKeysOf } from '../../../src-server/staff/pin-keys.ts';
import { staffDocumentFor } from '../../../src-server/staff/staff-document.ts';

const TERMINAL = '01900000-0000-7000-8000-00000000aaaa';
const ID = '01900000-0000-7000-8000-000000000001';
const SALT = Buffer.alloc(16, 3);
const first = pinKeysOf(Buffer.alloc(32, 1));
const second = pinKeysOf(Buffer.alloc(32, 2));
/** The PIN as its hash: what the real one costs is measured elsewhere. */
const hash = (pin: string) => hashPin(pin, SALT, 8);

async function person(pin: string, keys: PinKeys): Promise<StaffMember> {
  const sealed = keys.seal(ID, await hash(pin)).toString('hex');
  const doc = { id: ID, name: 'Ida', role: 'cashier', active: true } as const;
  const row = { doc, cost: 15, digits: pin.length, salt: SALT.toString('hex'), sealed };
  return { ...staffDocumentFor(TERMINAL, row, keys), version: 1 };
}

const reported = vi.fn<(error: unknown) => void>();
let disk: Map<string, unknown>;
let keyStore: Map<string, string>;
let serverKeys: PinKeys | null;
let asked: string[];
/** The clock that nobody sets. */
const steady = { ms: 0 };
beforeEach(() => {
  steady.ms = 0;
  disk = new Map();
  keyStore = new Map();
  serverKeys = first;
  asked = [];
  vi.stubGlobal('reportError', reported);
});
afterEach(() => {
  vi.unstubAllGlobals();
  expect(reported).not.toHaveBeenCalled();
});

/** A till on the disk and the key store of the test. */
function open(member: StaffMember, online = true) {
  const staff = createValue<readonly StaffMember[]>([member]);
  const connection = createValue<Connection>(
    online ? { state: 'online' } : { state: 'offline', since: '', reason: 'unreachable' },
  );
  const hashed = vi.fn<(pin: string) => Promise<Uint8Array>>(hash);
  const pins = openTillPins({
    device: {
      get: <T>(key: string) => Promise.resolve(disk.get(key) as T | undefined),
      set: (key, value) => Promise.resolve(void disk.set(key, value)),
    },
    secrets: {
      get: (name) => Promise.resolve(keyStore.get(name) ?? null),
      set: (name, value) => Promise.resolve(void keyStore.set(name, value)),
    },
    staff,
    connection,
    terminalId: () => TERMINAL,
    ask: (_method, path) => {
      asked.push(path);
      if (!serverKeys) return Promise.reject(new NetworkFault('unreachable', 'gone'));
      const body = { secret: serverKeys.secretOf(TERMINAL).toString('base64url'), key: serverKeys.name };
      return Promise.resolve({ status: 200, body, code: '' });
    },
    hash: hashed,
    steadyMs: () => steady.ms,
  });
  return { pins, staff, connection, hashed };
}

test('what is left of a lock is what was left: neither a clock that is set nor a new start shortens it', async () => {
  const member = await person('2580', first);
  const locked = open(member);
  for (const digit of [1, 2, 3, 4, 5]) await locked.pins.check(ID, `000${digit}`);
  steady.ms += 20_000;
  const lockedFor = (forMs: number) => ({ ok: false, rejection: { code: 'locked', forMs } });
  expect(await locked.pins.check(ID, '2580')).toEqual(lockedFor(40_000));
  expect(disk.get('pinTries')).toMatchObject({ [ID]: { wrong: 5, leftMs: 60_000 } });
  // The machine is off for a year, by its own clock.
  steady.ms += 365 * 86_400_000;
  expect(await open(member).pins.check(ID, '2580')).toEqual(lockedFor(60_000));
});

test('what a till was told once is enough for ever: it knows the PIN offline, after a restart', async () => {
  const member = await person('2580', first);
  const before = open(member);
  expect(await before.pins.check(ID, '2580')).toEqual({ ok: true });
  serverKeys = null;
  expect(await open(member, false).pins.check(ID, '2580')).toEqual({ ok: true });
  expect(asked).toEqual(['/v1/terminals/pin-secret']);
});

test('without the secret nobody is let in, nothing is counted, and it is fetched when the server is there', async () => {
  const till = open(await person('2580', first), false);
  expect(await till.pins.check(ID, '2580')).toEqual({ ok: false, rejection: { code: 'notReady' } });
  expect(disk.get('pinTries')).toBeUndefined();
  till.connection.set({ state: 'online' });
  await expect.poll(() => keyStore.has('pinSecret')).toBe(true);
  expect(await till.pins.check(ID, '2580')).toEqual({ ok: true });
});

test('a server with another key is asked for the secret anew; until then the old verifiers hold', async () => {
  const till = open(await person('2580', first));
  expect(await till.pins.check(ID, '2580')).toEqual({ ok: true });
  serverKeys = second;
  expect(await till.pins.check(ID, '2580')).toEqual({ ok: true });
  till.staff.set([await person('4711', second)]);
  expect(await till.pins.check(ID, '4711')).toEqual({ ok: true });
  expect(asked).toHaveLength(2);
});

test('a secret of the terminal that this machine was before opens nothing', async () => {
  const foreign = { secret: second.secretOf('another').toString('base64url'), key: first.name };
  keyStore.set('pinSecret', JSON.stringify({ ...foreign, terminalId: 'another' }));
  expect(await open(await person('2580', first)).pins.check(ID, '2580')).toEqual({ ok: true });
  expect(asked).toHaveLength(1);
});

test('a try counts before it is looked at: the plug gives none for free, and five at once are five', async () => {
  const member = await person('2580', first);
  const pulled = open(member);
  pulled.hashed.mockReturnValueOnce(new Promise(() => {}));
  void pulled.pins.check(ID, '0000');
  await expect.poll(() => disk.get('pinTries')).toEqual({ [ID]: { wrong: 1, lockedAtMs: null } });

  const { pins } = open(member);
  const answers = await Promise.all(['1', '2', '3', '4'].map((digit) => pins.check(ID, `000${digit}`)));
  expect(answers.map((answer) => (answer.ok ? null : answer.rejection.code))).toEqual([
    'wrong',
    'wrong',
    'wrong',
    'locked',
  ]);
  // The right one does not help now, nor after a restart; a manager does.
  const restarted = open(member);
  expect(await restarted.pins.check(ID, '2580')).toEqual({
    ok: false,
    rejection: { code: 'locked', forMs: 60_000 },
  });
  await restarted.pins.lift(ID);
  expect(await restarted.pins.check(ID, '2580')).toEqual({ ok: true });
  expect(disk.get('pinTries')).toEqual({});
});
