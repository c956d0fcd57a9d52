/** A rule of the product, deliberately broken by replacing one piece of its text. */
export interface Mutation {
  readonly name: string;
  /** The end of the file's path. */
  readonly file: string;
  /** Occurs exactly once there. */
  readonly find: string;
  readonly replace: string;
  /** Some of so many seeds, from 1 on, must fail. */
  readonly caughtWithin: number;
}

export const MUTATIONS: readonly Mutation[] = [];

export function mutationNamed(name: string): Mutation {
  const found = MUTATIONS.find((mutation) => mutation.name === name);
  if (!found) throw new Error(`there is no mutation ${name}`);
  return found;
}
