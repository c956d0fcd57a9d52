import { play } from '../ui/sounds.ts';
import { cashier, type Notice } from './cashier-store.ts';

/** Says why not, with its sound. @returns false, for whoever answers whether it was done */
export function refuse(
  code: string,
  values: Notice['values'] = {},
  tone: Extract<Notice['tone'], 'error' | 'warning'> = 'error',
): false {
  cashier.tell(tone, code, values);
  play(tone);
  return false;
}
