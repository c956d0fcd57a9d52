import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DisplayMessage } from '../../../shared/display/display-message.ts';
import { holdMessages, READ_MS } from '../../../src-renderer/customer-display/held-message.ts';
import { cartOf, messageOf, paidSale } from './support/display-messages.ts';

const done = messageOf('en', { screen: 'receipt', receiptSale: paidSale('en') });
const idle = messageOf('en');
const cart = messageOf('en', { sale: cartOf('en') });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function shownAfter(): { tell: (message: DisplayMessage) => void; shown: DisplayMessage[] } {
  const shown: DisplayMessage[] = [];
  return { tell: holdMessages((message) => void shown.push(message)), shown };
}

it('thanks and change stand until they can be read, however fast the cashier goes on', () => {
  const { tell, shown } = shownAfter();
  tell(done);
  vi.advanceTimersByTime(1_000);
  tell(idle);
  vi.advanceTimersByTime(READ_MS - 1_001);
  expect(shown).toEqual([done]);
  vi.advanceTimersByTime(1);
  expect(shown).toEqual([done, idle]);
});

it('they give way to the next customer’s first line at once, and what waited is forgotten', () => {
  const { tell, shown } = shownAfter();
  tell(done);
  tell(idle);
  tell(cart);
  expect(shown).toEqual([done, cart]);
  vi.advanceTimersByTime(READ_MS * 2);
  expect(shown).toEqual([done, cart]);
});

it('another language or theme changes at once, and does not begin the time anew', () => {
  const { tell, shown } = shownAfter();
  tell(done);
  vi.advanceTimersByTime(READ_MS - 10);
  const dark = { ...done, look: { ...done.look, theme: 'dark' as const } };
  tell(dark);
  expect(shown).toEqual([done, dark]);
  tell(idle);
  vi.advanceTimersByTime(10);
  expect(shown).toEqual([done, dark, idle]);
});
