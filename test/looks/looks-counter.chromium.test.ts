import { it } from 'vitest';
import { COUNTER } from './tables.ts';
import { walk } from './walk.ts';

it('the till at the counter looks as it was reviewed, on each screen, in each state and language, and is for everyone', {
  timeout: 900_000,
}, async () => {
  await walk(COUNTER, async () => {});
});
