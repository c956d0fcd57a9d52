import { it } from 'vitest';
import { putDemoPins } from '../renderer/support/wire-pins.ts';
import { BACK_ROOM } from './tables.ts';
import { walk } from './walk.ts';

it('the lock, the drawer, the stock, the settings and the training look as they were reviewed, and are for everyone', {
  timeout: 900_000,
}, async () => {
  await walk(BACK_ROOM, ({ wire }) => putDemoPins(wire));
});
