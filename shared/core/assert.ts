/** Thrown when the program itself is wrong. Ordinary mistakes of people and networks are data, never this. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Stops the program at a broken assumption, before it writes something wrong. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Makes the compiler prove that every case of a union was handled. */
export function unreachable(value: never, what: string): never {
  throw new AssertionError(`unexpected ${what}: ${JSON.stringify(value)}`);
}
