import { expect, test } from 'vitest';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { createDoor, type Handlers } from '../../../src-main/ipc/door.ts';
import { GERMAN, groceries } from '../support/receipts.ts';
import { draft, shiftEvent, TERMINAL } from '../support/sale-drafts.ts';

const till = { isTillPage: true, origin: 'app://till' };

function door(handlers: Partial<Handlers> = {}) {
  const log: string[] = [];
  const reached: string[] = [];
  const all = Object.fromEntries(
    Object.keys(CHANNELS).map((channel) => [
      channel,
      async () => {
        reached.push(channel);
        return { ok: true, value: null };
      },
    ]),
  ) as unknown as Handlers;
  const open = createDoor({
    origin: 'app://till',
    handlers: { ...all, ...handlers },
    log: (m) => log.push(m),
  });
  return { open, log, reached };
}

const IDLE_DISPLAY = {
  look: { language: 'ar', theme: 'hc', textSize: 150, training: true },
  shop: { name: 'Shop', locale: 'de-DE', timeZone: 'Europe/Berlin', currency: 'EUR' },
  scene: { kind: 'idle' },
};

const goodInputs: Readonly<Record<keyof typeof CHANNELS, unknown>> = {
  'app:info': undefined,
  'app:reports': undefined,
  'settings:get': undefined,
  'settings:set': { serverUrl: 'http://s:7420', language: 'en', theme: 'dark', printer: null },
  'journal:commit': draft(1),
  'journal:record': { kind: 'shiftEvent', terminalId: TERMINAL, epoch: 1, document: shiftEvent(1) },
  'journal:restore': { ...draft(1), sequence: 1, previousHash: '0'.repeat(64), hash: 'a'.repeat(64) },
  'journal:chains': undefined,
  'journal:entries': { terminalId: draft(1).terminalId, epoch: 1, afterEntry: 0 },
  'journal:sales': { terminalId: draft(1).terminalId, epoch: 1, afterSequence: 0 },
  'journal:head': { terminalId: draft(1).terminalId, epoch: 1 },
  'journal:reports': undefined,
  'journal:export': undefined,
  'file:save': { fileName: 'sale 1.json', text: '{}' },
  'identity:get': undefined,
  'identity:set': {
    serverUrl: 'http://s:7420',
    terminalId: TERMINAL,
    terminalName: 'Till 1',
    storeId: 'main',
    epoch: 1,
    serverEpoch: 1,
  },
  'secret:set': { name: 'terminalToken', value: 'x' },
  'secret:get': { name: 'terminalToken' },
  'receipt:print': { receipt: groceries, labels: GERMAN },
  'report:print': { slip: { title: 'Z 1', rows: [{ kind: 'pair', left: 'Total', right: '1.00' }] } },
  'receipt:pdf': { fileName: 'receipt 1', html: '<p>1</p>' },
  'printer:test': { labels: GERMAN },
  'drawer:open': undefined,
  'display:show': IDLE_DISPLAY,
  'display:state': undefined,
  'display:open': undefined,
};

test.for(Object.entries(goodInputs))('%s lets its own input in', async ([channel, input]) => {
  const { open, reached } = door();
  expect(await open(till, channel, input)).toMatchObject({ ok: true });
  expect(reached).toEqual([channel]);
});

test.for([
  ['settings:set', { ...(goodInputs['settings:set'] as object), serverUrl: 'file:///etc/passwd' }],
  ['settings:set', { ...(goodInputs['settings:set'] as object), language: 'xx' }],
  ['journal:commit', { ...draft(1), status: 'open' }],
  ['journal:commit', { ...draft(1), totalMinor: 1.5 }],
  ['journal:commit', { ...draft(1), terminalId: '../../etc' }],
  ['journal:commit', undefined],
  ['journal:sales', { terminalId: '../..', epoch: 1, afterSequence: 0 }],
  ['journal:entries', { ...(goodInputs['journal:entries'] as object), afterEntry: -1 }],
  ['journal:record', { ...(goodInputs['journal:record'] as object), kind: 'sale', document: draft(1) }],
  ['journal:record', { ...(goodInputs['journal:record'] as object), kind: 'stockCommand' }],
  ['journal:record', { ...(goodInputs['journal:record'] as object), kind: 'officeRequest' }],
  ['journal:record', { ...(goodInputs['journal:record'] as object), epoch: 0 }],
  ['file:save', { fileName: '../evil', text: '' }],
  ['journal:restore', draft(1)],
  ['journal:restore', { ...(goodInputs['journal:restore'] as object), status: 'open' }],
  ['journal:export', { folder: '/etc' }],
  ['identity:set', { ...(goodInputs['identity:set'] as object), serverUrl: 'file:///etc' }],
  ['journal:head', { ...(goodInputs['journal:head'] as object), epoch: 0 }],
  ['secret:get', { name: '__proto__' }],
  ['receipt:pdf', { fileName: '../evil', html: '<p>1</p>' }],
  ['receipt:print', { receipt: {}, labels: {} }],
  ['report:print', { slip: { title: 'Z 1', rows: [{ kind: 'image', text: '' }] } }],
  ['drawer:open', { pin: 1 }],
  // A customer display shows nothing that its message does not name.
  ['display:show', { ...IDLE_DISPLAY, cashier: 'Idris' }],
  ['display:show', { ...IDLE_DISPLAY, scene: { kind: 'idle', note: 'allergic' } }],
  ['display:show', { ...IDLE_DISPLAY, shop: { ...IDLE_DISPLAY.shop, logo: 'https://evil.example/x.png' } }],
] as const)('%s turns away %j', async ([channel, input]) => {
  const { open, reached, log } = door();
  expect(await open(till, channel, input)).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  expect(reached).toEqual([]);
  expect(log).toHaveLength(1);
});

test.for([{ toString: 'none' }, ['drawer:open'], Object.create(null)])(
  'a channel that is %j is answered like any unknown one',
  async (channel) => {
    expect(await door().open(till, channel, undefined)).toMatchObject({ failure: { code: 'denied' } });
  },
);

test.for([
  { isTillPage: false, origin: 'app://till' },
  { isTillPage: true, origin: 'https://evil.example' },
  { isTillPage: true, origin: 'null' },
  { isTillPage: true, origin: 'app://till.evil' },
])('a caller like %j is denied before its input is looked at', async (caller) => {
  const { open, reached } = door();
  expect(await open(caller, 'drawer:open', undefined)).toEqual({
    ok: false,
    failure: { code: 'denied', detail: 'not the till' },
  });
  expect(reached).toEqual([]);
});

test.for(['nope', 'constructor', '__proto__', 7, null, { toString: () => 'drawer:open' }])(
  'there is no channel %j',
  async (channel) => {
    const { open, reached } = door();
    expect(await open(till, channel, undefined)).toMatchObject({ ok: false, failure: { code: 'denied' } });
    expect(reached).toEqual([]);
  },
);

test('a fault inside is told by its code, its inside only to the log', async () => {
  const { open, log } = door({
    'drawer:open': () => Promise.reject(new Error('secret path /home/anna')),
    'app:info': () => Promise.reject(Object.assign(new Error('no room in /home'), { code: 'ENOSPC' })),
  });
  expect(await open(till, 'drawer:open', undefined)).toEqual({
    ok: false,
    failure: { code: 'failed', detail: 'unexpected' },
  });
  expect(await open(till, 'app:info', undefined)).toMatchObject({ failure: { code: 'diskFull' } });
  expect(log[0]).toContain('/home/anna');
});
