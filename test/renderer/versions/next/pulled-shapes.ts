import {
  PULLED_SHAPES as PRESENT,
  pullAnewWhereOlder as pullAnew,
} from '../../../../src-renderer/database/pulled-shapes.ts';

export { readStored } from '../../../../src-renderer/database/pulled-shapes.ts';

export const PULLED_SHAPES = { ...PRESENT, items: PRESENT.items + 1 };

export const pullAnewWhereOlder: typeof pullAnew = (device, damaged) =>
  pullAnew(device, damaged, PULLED_SHAPES);
