/** Thrown when the program itself is wrong. Ordinary mistakes of people and networks are data, never this. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Stops the program at a broken assumption, before it writes something wrong. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
