import type { Item, Variant } from '../../../shared/catalog/item.ts';

/** What a shopper chooses by: the size, or one property such as the colour. */
export interface Axis {
  /** `size`, or the name of the property. */
  readonly name: string;
  readonly isSize: boolean;
  /** Empty: the forms that have no such property. */
  readonly values: readonly string[];
}

export type Choice = Readonly<Record<string, string>>;

const SIZE = 'size';

const NONE = '';

const axisValue = (variant: Variant, axis: Pick<Axis, 'name' | 'isSize'>): string =>
  (axis.isSize ? variant.size : variant.properties[axis.name]) ?? NONE;

/** The axes on which the variants of an item differ, properties first as shops ask for them, then the size. */
export function axesOf(item: Pick<Item, 'variants' | 'hasSizes'>): readonly Axis[] {
  const names = [...new Set(item.variants.flatMap((variant) => Object.keys(variant.properties)))];
  const axes = [
    ...names.map((name) => ({ name, isSize: false })),
    ...(item.hasSizes ? [{ name: SIZE, isSize: true }] : []),
  ].map((axis): Axis => {
    const values = new Set(item.variants.map((variant) => axisValue(variant, axis)));
    return { ...axis, values: [...values] };
  });
  return axes.filter((axis) => axis.values.length > 1 || axis.isSize);
}

/** The variants that a partial choice leaves possible. */
export function variantsFor(
  item: Pick<Item, 'variants'>,
  axes: readonly Axis[],
  choice: Choice,
): readonly Variant[] {
  return item.variants.filter((variant) =>
    axes.every((axis) => choice[axis.name] === undefined || axisValue(variant, axis) === choice[axis.name]),
  );
}

/** The variants a value would lead to, given what is chosen on the other axes. Empty: it is not made. */
export function variantsWith(
  item: Pick<Item, 'variants'>,
  axes: readonly Axis[],
  choice: Choice,
  axis: Axis,
  value: string,
): readonly Variant[] {
  return variantsFor(item, axes, { ...choice, [axis.name]: value });
}

/** A value is chosen; choices on other axes that it makes impossible are let go. */
export function choose(
  item: Pick<Item, 'variants'>,
  axes: readonly Axis[],
  choice: Choice,
  axis: Axis,
  value: string,
): Choice {
  let next: Record<string, string> = { [axis.name]: value };
  for (const other of axes) {
    const kept = choice[other.name];
    if (other.name === axis.name || kept === undefined) continue;
    const tried = { ...next, [other.name]: kept };
    if (variantsFor(item, axes, tried).length > 0) next = tried;
  }
  return next;
}

/** The one variant that a complete choice means, or null while something is open. */
export function chosenVariant(
  item: Pick<Item, 'variants'>,
  axes: readonly Axis[],
  choice: Choice,
): Variant | null {
  if (axes.some((axis) => choice[axis.name] === undefined)) return null;
  return variantsFor(item, axes, choice)[0] ?? null;
}
