import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The tokens of each theme, as tokens.css has them. */
function themes(): Record<string, Record<string, string>> {
  const css = readFileSync(new URL('../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8');
  const found: Record<string, Record<string, string>> = {};
  for (const [, name = '', body = ''] of css.matchAll(/\[data-theme="(\w+)"\] \{([^}]+)\}/g))
    found[name] = Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token, colour]) => [token, colour]),
    );
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

it('there is a light and a dark theme', () => {
  expect(Object.keys(themes())).toEqual(['light', 'dark']);
});
