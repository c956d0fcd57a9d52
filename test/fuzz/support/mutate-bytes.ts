import type { Random } from './random.ts';

const concat = (...parts: readonly Uint8Array[]): Buffer<ArrayBuffer> => Buffer.concat(parts);

/** Bytes with some of them flipped, cut, doubled, moved or replaced, as disks, networks and people do it. */
export function mutatedBytes(
  bytes: Uint8Array,
  random: Random,
  times = random.pick([1, 1, 2, 4]),
): Uint8Array {
  let result: Buffer<ArrayBuffer> = Buffer.from(bytes);
  for (let more = times; more > 0; more -= 1) {
    const at = random.int(0, result.length);
    const length = Math.min(result.length - at, random.pick([1, 2, 7, 64, 512, 4096]));
    const before = result.subarray(0, at);
    const after = result.subarray(at + length);
    const part = result.subarray(at, at + length);
    switch (random.int(0, 7)) {
      case 0:
        if (at < result.length) result[at] = (result[at] ?? 0) ^ (1 << random.int(0, 7));
        break;
      case 1:
        result = concat(before, random.bytes(length), after);
        break;
      case 2:
        result = concat(before, after);
        break;
      case 3:
        result = concat(before, part, part, after);
        break;
      case 4:
        result = concat(before, Buffer.alloc(length), after);
        break;
      case 5:
        result = concat(before);
        break;
      case 6:
        result = concat(
          before,
          Buffer.from(random.pick(['\n', '\r\n', '\0', '"', '\ufeff', '\\', '{', '}', '\xff'])),
          part,
          after,
        );
        break;
      default:
        result = concat(after, part, before);
    }
  }
  return result;
}
