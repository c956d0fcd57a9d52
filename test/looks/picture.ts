import { deflateSync } from 'node:zlib';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Four bytes a pixel, as they stand on the screen. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const readPicture = (png: Uint8Array): Picture => PNG.sync.read(Buffer.from(png));

/** How two colours of 8 bits a channel must differ to be counted; what blending at edges does is not. */
const THRESHOLD = 0.14;

/** How many pixels differ, and a picture of where; null when the two are not of one size. */
export function compare(
  one: Picture,
  other: Picture,
): { readonly pixels: number; readonly where: Uint8Array } | null {
  if (one.width !== other.width || one.height !== other.height) return null;
  const where = new PNG({ width: one.width, height: one.height });
  const pixels = pixelmatch(one.data, other.data, where.data, one.width, one.height, {
    threshold: THRESHOLD,
  });
  return { pixels, where: PNG.sync.write(where) };
}

const COLOURS = 64;
/** So many of them are the colours that most pixels have. */
const GROUNDS = 20;

/**
 * A PNG with a palette: a quarter of the size, and what is lost is less than `THRESHOLD`. Alpha is left out, because a
 * screen has none.
 */
export function writePalettePng({ width, height, data }: Picture): Uint8Array {
  const pixels = new Uint32Array(width * height);
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 1) {
    const colour = ((data[at * 4] ?? 0) << 16) | ((data[at * 4 + 1] ?? 0) << 8) | (data[at * 4 + 2] ?? 0);
    pixels[at] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = chosenColours(counts);
  const indexOf = new Map<number, number>();
  for (const colour of counts.keys()) indexOf.set(colour, nearest(palette, colour));
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0;
  return pngOf({ width, height, palette, rows });
}

interface Box {
  readonly colours: readonly number[];
  readonly shift: number;
  readonly spread: number;
}

const boxOf = (colours: readonly number[]): Box => ({ colours, ...widest(colours) });

/** Median cut: the box with the widest spread of a channel, and the more colours the sooner, is cut until there are enough. */
function chosenColours(counts: ReadonlyMap<number, number>): readonly number[] {
  const weight = ({ colours, spread }: Box) => spread * Math.log2(2 + colours.length);
  // Grounds are kept as they are, however little one differs from the next: in the dark they lie close together.
  const grounds = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, GROUNDS)
    .map(([colour]) => colour);
  const rest = [...counts.keys()].filter((colour) => !grounds.includes(colour));
  let boxes = rest.length > 0 ? [boxOf(rest)] : [];
  while (boxes.length > 0 && boxes.length < COLOURS - grounds.length) {
    const cut = boxes.reduce((best, box) => (weight(box) > weight(best) ? box : best));
    if (cut.spread === 0) break;
    const sorted = [...cut.colours].sort((a, b) => channel(a, cut.shift) - channel(b, cut.shift));
    const middle = sorted.length >> 1;
    boxes = [
      ...boxes.filter((box) => box !== cut),
      boxOf(sorted.slice(0, middle)),
      boxOf(sorted.slice(middle)),
    ];
  }
  const edges = boxes.map(({ colours }) =>
    colours.reduce((best, colour) => ((counts.get(colour) ?? 0) > (counts.get(best) ?? 0) ? colour : best)),
  );
  return [...grounds, ...edges];
}

const channel = (colour: number, shift: number): number => (colour >> shift) & 255;

function widest(box: readonly number[]): { readonly shift: number; readonly spread: number } {
  return [16, 8, 0]
    .map((shift) => {
      let low = 255;
      let high = 0;
      for (const colour of box) {
        const value = channel(colour, shift);
        if (value < low) low = value;
        if (value > high) high = value;
      }
      return { shift, spread: high - low };
    })
    .reduce((best, one) => (one.spread > best.spread ? one : best));
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const red = channel(other, 16) - channel(colour, 16);
    const green = channel(other, 8) - channel(colour, 8);
    const blue = channel(other, 0) - channel(colour, 0);
    const distance = red * red * 2 + green * green * 4 + blue * blue;
    if (distance < least) {
      least = distance;
      best = index;
    }
  }
  return best;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function chunk(type: string, body: Uint8Array): Buffer {
  const name = Buffer.from(type, 'latin1');
  let crc = 0xffffffff;
  for (const byte of [...name, ...body]) crc = (CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, name, body, sum]);
}

function pngOf(picture: {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly number[];
  readonly rows: Uint8Array;
}): Uint8Array {
  const { width, height, palette, rows } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(
    palette.flatMap((colour) => [channel(colour, 16), channel(colour, 8), channel(colour, 0)]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
