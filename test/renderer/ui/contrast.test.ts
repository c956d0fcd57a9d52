import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Tokens = Readonly<Record<string, string>>;

/** The tokens of each theme as tokens.css has them, and of each theme in training, which changes some of them. */
function themes(): Record<string, Tokens> {
  const css = readFileSync(new URL('../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8');
  const found: Record<string, Tokens> = {};
  for (const [, name = '', training, body = ''] of css.matchAll(
    /\[data-theme="(\w+)"\](\[data-training\])? \{([^}]+)\}/g,
  )) {
    const tokens = Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token = '', colour = '']) => [
        token,
        colour,
      ]),
    );
    if (training) found[`${name} in training`] = { ...found[name], ...tokens };
    else found[name] = tokens;
  }
  return found;
}

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Where money stands: on the cart, the selected line, the keys, Pay. */
const MONEY = [
  ['ink', 'surface'],
  ['ink', 'canvas'],
  ['ink', 'accent-soft'],
  ['ink', 'sunken'],
  ['accent-ink', 'accent-soft'],
  ['accent-ink', 'canvas'],
  ['accent-ink', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  // Prices of one unit and of a kilogram, beside the line's own.
  ['ink-muted', 'surface'],
  ['ink-muted', 'canvas'],
  ['ink-muted', 'accent-soft'],
] as const;

const WORDS = [
  ['ink-muted', 'surface'],
  ['ink-muted', 'canvas'],
  ['ink-muted', 'sunken'],
  ['ink-muted', 'accent-soft'],
  ['ink-faint', 'surface'],
  ['ink-faint', 'canvas'],
  ['ink-faint', 'accent-soft'],
  ['info-ink', 'info-soft'],
  ['canvas', 'ink'],
  ['training-ink', 'training-soft'],
  ['training-ink', 'canvas'],
  ['training-ink', 'surface'],
  ['accent-ink', 'sunken'],
  ['danger-ink', 'sunken'],
  ['warn-ink', 'warn-soft'],
  ['warn-ink', 'surface'],
  ['danger-ink', 'danger-soft'],
  ['danger-ink', 'surface'],
  ['danger-ink', 'canvas'],
] as const;

/** Edges of fields and the ring of the focus: things that are seen, not read. */
const EDGES = [
  ['line-strong', 'surface'],
  ['line-strong', 'canvas'],
  ['focus', 'canvas'],
  ['focus', 'surface'],
  ['focus', 'sunken'],
  ['training-stripe', 'canvas'],
] as const;

describe.each(Object.entries(themes()))('the theme %s', (_name, tokens) => {
  const ratio = (ink: string, ground: string) => contrast(tokens[ink] ?? ink, tokens[ground] ?? ground);
  it.each(MONEY)('shows money in %s on %s at 7:1', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(7);
  });
  it.each(WORDS)('shows words in %s on %s at 4.5:1', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(EDGES)('shows %s on %s at 3:1', (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('there are three themes, and training over each of them', () => {
  expect(Object.keys(themes()).sort()).toEqual([
    'dark',
    'dark in training',
    'hc',
    'hc in training',
    'light',
    'light in training',
  ]);
});

it('training is told apart in each theme by its ground', () => {
  const all = themes();
  for (const name of ['light', 'dark', 'hc'])
    expect(all[`${name} in training`]?.canvas, name).not.toBe(all[name]?.canvas);
});

it('in high contrast what is read stands at 7:1, money or not', () => {
  const { hc = {} } = themes();
  for (const [ink, ground] of WORDS)
    expect(contrast(hc[ink] ?? ink, hc[ground] ?? ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(7);
});
