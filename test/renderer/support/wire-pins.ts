import { randomBytes } from 'node:crypto';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import { hashPin } from '../../../src-server/staff/pin-hash.ts';
import { pinKeysOf } from '../../../src-server/staff/pin-keys.ts';
import { staffDocumentFor } from '../../../src-server/staff/staff-document.ts';
import { TERMINAL_ID, type WireServer } from './wire-server.ts';

/** Half of what a shop's takes: the least that a till takes. */
const COST = 14;
const keys = pinKeysOf(Buffer.alloc(32, 5));

type Person = ReturnType<typeof demoShop>['staff'][number];

/** The server tells a person with this PIN, as it would tell the test's terminal. */
export async function putPin(
  wire: WireServer,
  { pin: _demo, ...person }: Person,
  pin: string,
): Promise<void> {
  const salt = randomBytes(16);
  const hash = await hashPin(pin, salt, COST);
  const sealed = keys.seal(person.id, hash).toString('hex');
  const row = {
    doc: { ...person, active: true },
    cost: COST,
    digits: pin.length,
    salt: salt.toString('hex'),
    sealed,
  };
  wire.put('staff', person.id, { ...staffDocumentFor(TERMINAL_ID, row, keys) });
}

/** Everybody of the demo shop has the PIN of the demo shop, and the terminal's secret can be asked for. */
export async function putDemoPins(wire: WireServer): Promise<void> {
  wire.routes.set('GET /v1/terminals/pin-secret', () => ({
    status: 200,
    body: { secret: keys.secretOf(TERMINAL_ID).toString('base64url'), key: keys.name },
  }));
  for (const person of demoShop().staff) await putPin(wire, person, person.pin);
}
