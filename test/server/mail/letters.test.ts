import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letters as lettersCommand } from '../../../src-server/commands/letters.ts';
import { decideAfterFailure, type Letters, startLetters } from '../../../src-server/mail/letters.ts';
import { openMailer } from '../../../src-server/mail/mailer.ts';
import { type LaneShop, mint, openLaneShop, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let smtp: SMTPServer;
let letters: Letters;
const received: { to: string; text: string }[] = [];
let refuse: { code: number; text: string } | null = null;
let nowMs = Date.parse('2026-11-23T10:00:00Z');

beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  await shop.stock({ A: 1000 });
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, done) {
      done(refuse ? Object.assign(new Error(refuse.text), { responseCode: refuse.code }) : null);
    },
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (chunk) => {
        text += String(chunk);
      });
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo[0]?.address ?? '', text });
        done();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  letters = startLetters({
    database: shop.database,
    mailer: openMailer(`smtp://127.0.0.1:${port}`, 'Corner shop <till@shop.example>'),
    now: () => new Date(nowMs),
    // The rounds of this test are its own.
    everyMs: 3_600_000,
  });
});
afterAll(async () => {
  await letters.stop();
  await new Promise<void>((resolve) => {
    smtp.close(() => resolve());
  });
  await shop.close();
});

const ask = async (saleId: string, email: string) => {
  const request = {
    id: mint(),
    terminalId: till.terminalId,
    staffId: mint(),
    at: '2026-11-23T10:00:00.000Z',
    kind: 'emailReceipt',
    saleId,
    email,
    language: 'en',
    receipt: { subject: 'Your receipt 7', html: '<p>Total €3.00</p>', text: 'Total €3.00' },
  };
  expect(await shop.push(till, request as never, 'officeRequests')).toMatchObject({ status: 'applied' });
  return request.id;
};
const paid = async () => {
  const id = mint();
  expect(await shop.push(till, till.tendered(id, 1, [['A', 1]]))).toMatchObject({ status: 'applied' });
  return id;
};
const notSent = () => lettersCommand(shop.database, { store: null, retry: false });

describe('receipts by e-mail', () => {
  test('wait for their sale, and go out once', async () => {
    const saleId = mint();
    const id = await ask(saleId, 'ada@example.org');
    expect(await letters.send()).toBe(0);
    expect((await notSent()).join('\n')).toContain('ada@example.org');
    await shop.push(till, till.tendered(saleId, 1, [['A', 1]]));
    expect(await letters.send()).toBe(1);
    expect(await letters.send()).toBe(0);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ to: 'ada@example.org' });
    expect(received[0]?.text).toContain(`<${id}@shop.example>`);
    expect(await notSent()).toEqual(['No letter waits.']);
  });

  test('are tried again when the mail server passes, and never twice at once', async () => {
    await ask(await paid(), 'late@example.org');
    refuse = { code: 451, text: 'try later' };
    await letters.send();
    expect((await notSent())[0]).toContain('try later');
    refuse = null;
    expect(await letters.send()).toBe(0);
    nowMs += 61_000;
    expect(await letters.send()).toBe(1);
    expect(received.at(-1)?.to).toBe('late@example.org');
  });

  test('are given up where the address is refused, and tried anew when a person says so', async () => {
    await ask(await paid(), 'nobody@example.org');
    refuse = { code: 550, text: 'no such mailbox' };
    await letters.send();
    expect((await notSent())[0]).toMatch(/failed.*no such mailbox/);
    refuse = null;
    nowMs += 3_600_000;
    expect(await letters.send()).toBe(0);
    expect(await lettersCommand(shop.database, { store: null, retry: true })).toEqual([
      '1 letter is tried again by the running server.',
    ]);
    expect(await letters.send()).toBe(1);
    expect(received.at(-1)?.to).toBe('nobody@example.org');
  });

  test('a wrong password of the shop is no reason to give a letter up; the tries end after days', () => {
    const now = new Date(nowMs);
    expect(decideAfterFailure({ responseCode: 535, message: 'bad log-in' }, 1, now)).toMatchObject({
      state: 'waiting',
    });
    expect(decideAfterFailure(new Error('connect ECONNREFUSED'), 8, now)).toMatchObject({ state: 'waiting' });
    expect(decideAfterFailure(new Error('connect ECONNREFUSED'), 9, now)).toMatchObject({ state: 'failed' });
  });
});
