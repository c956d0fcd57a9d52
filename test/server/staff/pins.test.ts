import { createHmac, timingSafeEqual } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PinCheck, PinSecret } from '../../../shared/staff/pin.ts';
import { hashPin } from '../../../src-server/staff/pin-hash.ts';
import { pinKeysOf } from '../../../src-server/staff/pin-keys.ts';
import { PIN_KEY, runCli } from '../support/cli-process.ts';
import { OFFICE_TOKEN, openWireShop, type WireShop } from '../support/wire-shop.ts';
import { ask, type WireTerminal } from '../support/wire-terminal.ts';

interface StaffDocument {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly active: boolean;
  readonly pinSet?: boolean;
  readonly pin?: PinCheck;
}

let shop: WireShop;
let till: WireTerminal;
let other: WireTerminal;
let owner: StaffDocument;

beforeAll(async () => {
  shop = await openWireShop();
  till = await shop.enrol('Till 1');
  other = await shop.enrol('Till 2');
  owner = (await staffAt(till))[0] as StaffDocument;
});
afterAll(() => shop.close());

const staffAt = async (terminal: WireTerminal) =>
  (await terminal.pullAll('staff')) as unknown as StaffDocument[];
const office = (method: 'GET' | 'POST', path: string, body?: unknown) =>
  ask(shop.server.url, method, path, { token: OFFICE_TOKEN, ...(body === undefined ? {} : { body }) });
const secretAt = async (terminal: WireTerminal) =>
  (await terminal.get('/v1/terminals/pin-secret')).body as PinSecret;
const person = async (terminal: WireTerminal, name: string) => {
  const found = (await staffAt(terminal)).find((member) => member.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
};

/** Dear on purpose, and the same whatever the secret. */
const hashes = new Map<string, Promise<Buffer>>();
function hashOf(pin: string, { salt, cost }: PinCheck): Promise<Buffer> {
  const key = `${pin} ${salt} ${cost}`;
  const hash = hashes.get(key) ?? hashPin(pin, Buffer.from(salt, 'base64url'), cost);
  hashes.set(key, hash);
  return hash;
}

/** What a till does with a typed PIN; with a wrong or missing secret, what a thief does. */
async function opens(check: PinCheck, pin: string, secret: string): Promise<boolean> {
  const hash = await hashOf(pin, check);
  const made = createHmac('sha256', Buffer.from(secret, 'base64url')).update(hash).digest();
  return timingSafeEqual(made, Buffer.from(check.verifier, 'base64url'));
}

test('the first PIN of a shop needs nobody; from then on one is set with one', async () => {
  expect(owner.pinSet).toBeUndefined();
  const path = `/v1/staff/${owner.id}/pin`;
  expect((await till.post(path, { pin: '12' })).body).toMatchObject({
    code: 'pinRefused',
    reason: 'tooShort',
  });
  expect((await till.post(path, { pin: '12ab' })).body).toMatchObject({ reason: 'notDigits' });
  expect((await till.post(path, { pin: '123456789' })).body).toMatchObject({ reason: 'tooLong' });
  expect((await till.post(path, { pin: '2580' })).status).toBe(204);
  expect((await till.post(path, { pin: '7777' })).body).toMatchObject({ reason: 'notAllowed' });
  const by = (pin: string) => ({ staffId: owner.id, pin });
  expect((await till.post(path, { pin: '7777', by: by('2581') })).body).toMatchObject({ reason: 'wrongPin' });
  expect((await till.post(path, { pin: '2580', by: by('2580') })).status).toBe(204);
});

test('head office adds a cashier, whose PIN an owner sets at a till and a cashier cannot', async () => {
  expect((await office('POST', '/v1/staff', { name: 'Ida', role: 'cashier' })).status).toBe(201);
  expect((await till.post('/v1/staff', { name: 'Eve', role: 'owner' })).body).toMatchObject({
    code: 'unauthorized',
  });
  const ida = await person(till, 'Ida');
  const byOwner = { staffId: owner.id, pin: '2580' };
  expect((await till.post(`/v1/staff/${ida.id}/pin`, { pin: '4711', by: byOwner })).status).toBe(204);
  const byIda = { staffId: ida.id, pin: '4711' };
  expect((await till.post(`/v1/staff/${owner.id}/pin`, { pin: '0000', by: byIda })).body).toMatchObject({
    reason: 'notAllowed',
  });
  expect((await till.post(`/v1/staff/${ida.id}/pin`, { pin: '4712', by: byIda })).status).toBe(204);
});

test('each till knows every PIN by its own secret, and none by that of another', async () => {
  const [here, there] = await Promise.all([person(till, 'Ida'), person(other, 'Ida')]);
  const [mine, theirs] = await Promise.all([secretAt(till), secretAt(other)]);
  if (!here.pin || !there.pin) throw new Error('a till was not told of a PIN');
  expect(here.pin.digits).toBe(4);
  expect(here.pin.key).toBe(mine.key);
  expect(here.pin.salt).toBe(there.pin.salt);
  expect(here.pin.verifier).not.toBe(there.pin.verifier);
  expect(mine.secret).not.toBe(theirs.secret);
  expect(await opens(here.pin, '4712', mine.secret)).toBe(true);
  expect(await opens(there.pin, '4712', theirs.secret)).toBe(true);
  expect(await opens(here.pin, '4711', mine.secret)).toBe(false);
  expect(await opens(here.pin, '4712', theirs.secret)).toBe(false);
});

test('whoever has a till’s database and not its secret cannot try a guess; with the secret one can', async () => {
  const { pin: stolen } = await person(till, 'Ida');
  if (!stolen) throw new Error('the till was not told of the PIN');
  const nearby = ['4710', '4711', '4712', '4713'];
  const find = async (secret: string) => {
    for (const guess of nearby) if (await opens(stolen, guess, secret)) return guess;
    return null;
  };
  // The right PIN is among the guesses, and looks like every other one.
  for (const secret of [stolen.salt, stolen.verifier, Buffer.alloc(32).toString('base64url')])
    expect(await find(secret)).toBeNull();
  expect(await find((await secretAt(till)).secret)).toBe('4712');
});

test('a dump of the server’s database tells no PIN and no hash; with the key it would', async () => {
  const dump = await shop.db.database.query<{ staff_id: string; sealed: Buffer; salt: Buffer; cost: number }>(
    'select k.*, p.doc from staff_pin k join staff p on p.staff_id = k.staff_id',
  );
  const ida = await person(till, 'Ida');
  const row = dump.find(({ staff_id: id }) => id === ida.id);
  if (!row) throw new Error('no PIN is stored');
  const hash = await hashPin('4712', row.salt, row.cost);
  const everything = Buffer.from(JSON.stringify(dump));
  for (const secret of [hash.toString('hex'), '4712'])
    expect(everything.toString('hex').includes(Buffer.from(secret).toString('hex'))).toBe(false);
  expect(row.sealed.includes(hash)).toBe(false);
  expect(pinKeysOf(Buffer.alloc(32, 1)).unseal(ida.id, row.sealed)).toBeNull();
  // What is sealed for one person is nothing in another's row.
  expect(pinKeysOf(Buffer.from(PIN_KEY, 'base64')).unseal(owner.id, row.sealed)).toBeNull();
  expect(pinKeysOf(Buffer.from(PIN_KEY, 'base64')).unseal(ida.id, row.sealed)).toEqual(hash);
});

test('five wrong ones in a row are the last that a till may try over the wire', async () => {
  const third = await shop.enrol('Till 3');
  const attempt = (pin: string) =>
    third.post(`/v1/staff/${owner.id}/pin`, { pin: '9999', by: { staffId: owner.id, pin } });
  // All at once, as a program would.
  const answers = await Promise.all(['1111', '2222', '3333', '4444', '5555', '6666'].map(attempt));
  expect(answers.map(({ status }) => status).sort()).toEqual([409, 409, 409, 409, 409, 429]);
  expect((await attempt('2580')).status).toBe(429);
  // A person at another till is not kept from working by it.
  expect(
    (await till.post(`/v1/staff/${owner.id}/pin`, { pin: '2580', by: { staffId: owner.id, pin: '2580' } }))
      .status,
  ).toBe(204);
});

test('commands add, set, change and send away, and never show a PIN', async () => {
  const env = { DATABASE_URL: shop.db.url };
  const staff = (args: string[], input = '') => runCli(['staff', ...args], env, input);
  const added = await staff(['add', '--name', 'Noor Haddad', '--role', 'manager', '--hue', '20']);
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Noor Haddad is added.') });
  const set = await staff(['set-pin', 'noor haddad'], '90210\n');
  expect(set).toMatchObject({ code: 0, stdout: 'Noor Haddad has a first PIN.\n', stderr: '' });
  expect((await staff(['set-pin', 'Noor Haddad'], '9')).stderr).toContain('too short');
  expect(await staff(['set-role', 'Noor Haddad', 'boss'])).toMatchObject({ code: 1 });
  expect(await staff(['deactivate', 'Somebody'])).toMatchObject({ code: 1 });
  const noor = await person(till, 'Noor Haddad');
  expect(noor).toMatchObject({ role: 'manager', active: true, pinSet: true, pin: { digits: 5 } });
  await staff(['set-role', noor.id, 'cashier']);
  expect((await staff(['deactivate', noor.id])).stdout).toContain('Noor Haddad has left');
  expect(await person(other, 'Noor Haddad')).toMatchObject({ role: 'cashier', active: false });
  const list = (await staff([])).stdout;
  expect(list).toMatch(/cashier {2}left {4}PIN {5}Noor Haddad/);
  for (const text of [list, shop.server.output()])
    for (const secret of ['90210', '2580', '4712', '9999', (await secretAt(till)).secret])
      expect(text).not.toContain(secret);
});

test('a PIN that was sealed with a key that is gone lets nobody in, and does not look as if there were none', async () => {
  const { pullFeed } = await import('../../../src-server/sync/feed.ts');
  const reader = { terminalId: till.identity.terminalId, storeId: 1 };
  const page = await pullFeed(shop.db.database, reader, 'staff', null, 100, pinKeysOf(Buffer.alloc(32, 9)));
  if (page === 'checkpointExpired') throw new Error(page);
  const ida = (page.documents as StaffDocument[]).find(({ name }) => name === 'Ida');
  expect(ida).toMatchObject({ pinSet: true });
  expect(ida).not.toHaveProperty('pin');
});
