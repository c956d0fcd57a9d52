import { beforeEach, expect, it } from 'vitest';
import { cashier } from '../../../src-renderer/runtime/cashier-store.ts';

const said = () => cashier.get().notices.map(({ code }) => code);

beforeEach(() => {
  cashier.reset();
  cashier.enter('ada');
  cashier.tell('error', 'unknownCode', { code: '1' });
  // What the server answers to a paid sale comes while its receipt is shown.
  cashier.tell('warning', 'soldTwice', {}, 'till');
});

it('the next sale begins without what was said of the one before, and with what is said of the till', () => {
  cashier.startNextSale();
  expect(said()).toEqual(['soldTwice']);
});

it('a lock and a training keep it for whoever was there', () => {
  cashier.lock();
  expect(said()).toEqual([]);
  cashier.enter('ada');
  expect(said()).toEqual(['soldTwice']);
  const bringBack = cashier.putAway();
  expect(said()).toEqual([]);
  bringBack();
  expect(said()).toEqual(['soldTwice']);
});
