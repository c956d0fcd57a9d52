import { assert } from '../../shared/core/assert.ts';
import type { VariantAxes } from './demo-row.ts';

/** One form of a row: what tells it apart, and the end of its SKU (empty for the only form). */
export interface DemoForm {
  suffix: string;
  size: string | null;
  properties: Record<string, string>;
}

/** Where the first three letters would read badly or mean two colours. */
const WORD_CODES: Readonly<Record<string, string>> = {
  Black: 'BLK',
  Green: 'GRN',
  Navy: 'NVY',
  Olive: 'OLV',
  Plum: 'PLM',
  White: 'WHT',
};

/** Every combination of the axes except those that are not made, sizes changing fastest. */
export function formsOf(stem: string, axes: VariantAxes | null): DemoForm[] {
  if (axes === null) return [{ suffix: '', size: null, properties: {} }];

  let combinations: { words: string[]; properties: Record<string, string> }[] = [
    { words: [], properties: {} },
  ];
  for (const [property, values] of Object.entries(axes.properties ?? {})) {
    combinations = combinations.flatMap(({ words, properties }) =>
      values.map((value) => ({
        words: [...words, propertyCode(value)],
        properties: { ...properties, [property]: value },
      })),
    );
  }
  const sizes: readonly (string | null)[] = axes.sizes ?? [null];
  const forms = combinations.flatMap(({ words, properties }) =>
    sizes.map((size) => ({
      suffix: [...words, ...(size === null ? [] : [skuText(size)])].join('-'),
      size,
      properties,
    })),
  );

  const suffixes = new Set(forms.map((form) => form.suffix));
  for (const named of [...(axes.without ?? []), ...Object.keys(axes.stockOf ?? {})])
    assert(suffixes.has(named), `${stem} has no form ${named}`);
  for (const size of Object.keys(axes.surcharge ?? {}))
    assert(axes.sizes?.includes(size) === true, `${stem} has no size ${size}`);
  return forms.filter((form) => !axes.without?.includes(form.suffix));
}

function propertyCode(value: string): string {
  const whole = skuText(value);
  return WORD_CODES[value] ?? (/\d/.test(whole) ? whole : whole.slice(0, 3));
}

/** The letters, digits and hyphens that a SKU may have. */
function skuText(value: string): string {
  return value
    .replaceAll('×', 'x')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-');
}
