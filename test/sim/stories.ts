import { heal } from './healing.ts';
import type { SeededWorld } from './seeded-world.ts';
import { type Cast, gather } from './stories/cast.ts';
import {
  accessIsWithdrawn,
  clockIsSetBack,
  messagesOvertake,
  olderProfileComesBack,
  serverGoesBack,
  storeIsLost,
} from './stories/of-loss.ts';
import { goodsGoWhilePaid, shiftClosesFirst, takenOverInSight, thingsComeBack } from './stories/of-stock.ts';
import { takenOverAndPaid } from './stories/taken-over-and-paid.ts';

type Story = (cast: Cast) => Promise<void>;

/** So many of them in a world, in an order of its own. */
const TOLD = 5;

/** What chance alone would bring about in one world of many. */
const STORIES: Readonly<Record<string, Story>> = {
  goodsGoWhilePaid,
  thingsComeBack,
  shiftClosesFirst,
  takenOverInSight,
  storeIsLost,
  olderProfileComesBack,
  serverGoesBack,
  accessIsWithdrawn,
  clockIsSetBack,
  messagesOvertake,
};

/** How a world ends: what is rare happens in it, on purpose. */
export async function tellStories(world: SeededWorld): Promise<void> {
  await takenOverAndPaid(world);
  const waiting = Object.entries(STORIES);
  for (let told = 0; told < TOLD; told += 1) {
    const [name, story] = waiting.splice(world.script.between(0, waiting.length - 1), 1)[0] ?? [];
    if (!name || !story) break;
    const cast = await gather(world);
    if (!cast) continue;
    world.log(`story: ${name}`);
    world.oracle.count(`story ${name}`);
    await story(cast);
  }
  await heal(world, 'the last heal');
}
