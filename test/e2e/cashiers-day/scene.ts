import type { Day } from './day.ts';

/** The day as it goes on; there once its first test has begun. */
export interface Scene {
  readonly day: Day;
}
