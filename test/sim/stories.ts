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
import { goodsGoWhilePaid, shiftClosesFirst, takenOverUnseen, thingsComeBack } from './stories/of-stock.ts';
import { takenOverAndPaid } from './stories/taken-over-and-paid.ts';

type Story = (cast: Cast) => Promise<void>;

/** So many of them in a world, in an order of its own. */
const TOLD = 5;

/** What chance alone would bring about in one world of many. */
const STORIES: Readonly<Record<string, Story>> = {
  goodsGoWhilePaid,
  thingsComeBack,
  shiftClosesFirst,
  takenOverUnseen,
  storeIsLost,
  olderProfileComesBack,
  serverGoesBack,
  accessIsWithdrawn,
  clockIsSetBack,
  messagesOvertake,
};

/** How a world ends: what is rare happens in it, on purpose. `only`: that one story, for certain. */
export async function tellStories(world: SeededWorld, only?: string): Promise<void> {
  await takenOverAndPaid(world);
  const waiting = Object.entries(STORIES).filter(([name]) => only === undefined || name === only);
  if (waiting.length === 0) throw new Error(`there is no story ${only}`);
  for (let told = 0; told < TOLD && waiting.length > 0; told += 1) {
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
