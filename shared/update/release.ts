import { z } from 'zod';
import { counter, name } from '../core/scalars.ts';

/** What a version of the application says of itself, in package.json and so in every build of it. */
export const releaseSchema = z.looseObject({
  version: name(40),
  store: z.looseObject({
    /** The shape in which it keeps a till's local store (`STORE_VERSION`). */
    writes: counter,
    /** The shapes that it brings over with everything in them. A test opens a stored one of each. */
    reads: z.array(counter).max(1000),
  }),
});
export type Release = z.infer<typeof releaseSchema>;

/** What an update must not come upon, as the till counts it at this moment. */
export const updateFactsSchema = z.object({
  /** The shape of the local store at hand. */
  storeVersion: counter,
  /** Carts with something in them, and payments under way. Parked sales are safe where they are. */
  openSales: counter,
  /** Documents that the server has not answered. */
  unsent: counter,
});
export type UpdateFacts = z.infer<typeof updateFactsSchema>;
