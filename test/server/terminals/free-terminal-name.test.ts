import { describe, expect, test } from 'vitest';
import { freeTerminalName } from '../../../src-server/terminals/free-terminal-name.ts';

describe('what a new till is called', () => {
  test.each([
    ['Till 1', [], 'Till 1'],
    ['Till 1', ['Till 1'], 'Till 2'],
    ['Till 1', ['Till 1', 'Till 2', 'Till 3'], 'Till 4'],
    ['Bar', ['Bar'], 'Bar 2'],
    ['Bar', ['Bar', 'Bar 2'], 'Bar 3'],
    ['7', ['7'], '7 2'],
    ['x'.repeat(80), ['x'.repeat(80)], `${'x'.repeat(78)} 2`],
  ])('%s where %j are taken: %s', (wanted, taken, name) => {
    expect(freeTerminalName(wanted, new Set(taken))).toBe(name);
  });
});
