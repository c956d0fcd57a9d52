import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { entryOf, hasPins } from '../../../shared/staff/entry.ts';
import { afterTry, lockedForMs, NO_TRIES, triesLeft } from '../../../shared/staff/lock-out.ts';
import { decidePin, isTrivialPin, pinText } from '../../../shared/staff/pin.ts';

const rules = { pinMinDigits: 4, refuseTrivialPins: true };
const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`));

describe('a PIN', () => {
  test.prop([digits(0, 12)])('is taken by its length alone where the shop says no more', (pin) => {
    const rejected = decidePin(pin, { ...rules, refuseTrivialPins: false });
    expect(rejected).toBe(pin.length < 4 ? 'tooShort' : pin.length > 8 ? 'tooLong' : null);
    if (rejected === null) expect(pinText.safeParse(pin).success).toBe(true);
  });

  test.prop([fc.string()])('has digits alone', (text) => {
    if (!/^\d*$/.test(text)) expect(decidePin(text, rules)).toBe('notDigits');
  });

  it.each(['1111', '0000', '1234', '6789', '7890', '4321', '0987', '1212', '909090', '87654321'])(
    '%s is what everybody tries first',
    (pin) => {
      expect(isTrivialPin(pin)).toBe(true);
      expect(decidePin(pin, rules)).toBe('trivial');
    },
  );

  it.each(['2580', '1357', '1122', '4711', '12123'])('%s is not', (pin) => {
    expect(decidePin(pin, rules)).toBeNull();
  });
});

describe('wrong tries', () => {
  const triesAfter = (wrong: number, atMs: number) => {
    let tries = NO_TRIES;
    for (let count = 0; count < wrong; count += 1) tries = afterTry(tries, atMs);
    return tries;
  };

  it.each([
    { wrong: 4, minutes: 0 },
    { wrong: 5, minutes: 1 },
    { wrong: 6, minutes: 2 },
    { wrong: 7, minutes: 4 },
    { wrong: 10, minutes: 32 },
    { wrong: 1000, minutes: 24 * 60 },
  ])('$wrong of them lock for $minutes minutes', ({ wrong, minutes }) => {
    expect(lockedForMs(triesAfter(wrong, 5_000), 5_000)).toBe(minutes * 60_000);
    expect(triesLeft(triesAfter(wrong, 0))).toBe(Math.max(0, 5 - wrong));
  });

  test.prop([fc.nat(40), fc.nat(), fc.integer({ min: -1e9, max: 1e9 })])(
    'a lock ends, grows with each, and a clock that is wrong makes it no longer than it is',
    (wrong, atMs, later) => {
      const tries = triesAfter(wrong, atMs);
      const whole = lockedForMs(tries, atMs);
      expect(lockedForMs(tries, atMs + later)).toBeLessThanOrEqual(whole);
      expect(lockedForMs(tries, atMs + later)).toBeGreaterThanOrEqual(0);
      expect(lockedForMs(tries, atMs + whole)).toBe(0);
      expect(lockedForMs(afterTry(tries, atMs), atMs)).toBeGreaterThanOrEqual(whole);
    },
  );
});

describe('the door', () => {
  const pin = { salt: 's'.repeat(22), verifier: 'v'.repeat(43), digits: 4, cost: 15, key: 'k'.repeat(12) };
  const person = fc.record({
    active: fc.boolean(),
    pinSet: fc.option(fc.boolean(), { nil: undefined }),
    pin: fc.option(fc.constant(pin), { nil: undefined }),
  });

  test.prop([person, fc.array(person)])(
    'is open only while nobody who works here has a PIN',
    (one, others) => {
      const everybody = [{ ...one, active: true }, ...others];
      const [member] = everybody as [(typeof everybody)[number]];
      const entry = entryOf(member, everybody);
      expect(entry === 'open').toBe(!hasPins(everybody));
      if (entry === 'pin') expect(member.pin).toBeDefined();
      if (entry === 'noPin') expect([member.pinSet ?? false, member.pin]).toEqual([false, undefined]);
    },
  );

  it('stays shut where the server could not tell this till of a PIN', () => {
    expect(entryOf({ active: true, pinSet: true }, [{ active: true, pinSet: true }])).toBe('waiting');
  });
});
