import { describe, expect, it } from 'vitest';
import { tillKeyOf } from '../../../src-renderer/till/keys.ts';

const press = (key: string, held: { ctrl?: boolean; alt?: boolean } = {}) => ({
  key,
  ctrlKey: held.ctrl ?? false,
  metaKey: false,
  altKey: held.alt ?? false,
});

describe('the keys of the till', () => {
  it.each([
    ['F1', 'help'],
    ['F2', 'search'],
    ['F4', 'park'],
    ['F6', 'parked'],
    ['F7', 'quantity'],
    ['F9', 'pay'],
    ['Delete', 'removeLine'],
    ['?', 'help'],
  ])('%s is %s', (key, act) => {
    expect(tillKeyOf(press(key), false)).toBe(act);
  });

  it('Ctrl+Z is undo, but belongs to a text field that has the focus', () => {
    expect(tillKeyOf(press('z', { ctrl: true }), false)).toBe('undo');
    expect(tillKeyOf(press('z', { ctrl: true }), true)).toBeNull();
    expect(tillKeyOf(press('p', { ctrl: true }), false)).toBeNull();
  });

  it('in a text field only the F-keys and Escape are the till’s', () => {
    expect(['F1', 'F2', 'F9', 'Escape'].map((key) => tillKeyOf(press(key), true))).toEqual([
      'help',
      'search',
      'pay',
      'escape',
    ]);
    for (const key of ['?', '+', '-', '*', 'Enter', 'Delete', 'ArrowUp'])
      expect(tillKeyOf(press(key), true)).toBeNull();
  });

  it('nothing with Alt: that is the system’s', () => {
    expect(tillKeyOf(press('F4', { alt: true }), false)).toBeNull();
  });
});
