import { describe, expect, it } from 'vitest';
import {
  CHOSEN_ACTS,
  DEFAULT_KEYS,
  decideKey,
  keysInForce,
  mayBeChosen,
  nameOf,
  tillKeyOf,
} from '../../../src-renderer/runtime/till-keys.ts';

const press = (key: string, held: { ctrl?: boolean; alt?: boolean; code?: string } = {}) => ({
  key,
  code: held.code ?? '',
  ctrlKey: held.ctrl ?? false,
  metaKey: false,
  altKey: held.alt ?? false,
});

describe('the keys of the till', () => {
  it.each([
    ['F1', 'help'],
    ['F2', 'search'],
    ['F3', 'customer'],
    ['F4', 'park'],
    ['F6', 'parked'],
    ['F7', 'quantity'],
    ['F8', 'discount'],
    ['F9', 'pay'],
    ['F10', 'drawer'],
    ['F11', 'returns'],
    ['Delete', 'removeLine'],
    ['?', 'help'],
    ['؟', 'help'],
  ])('%s is %s', (key, act) => {
    expect(tillKeyOf(press(key), false)).toBe(act);
  });

  it('Ctrl+Z is undo, but belongs to a text field that has the focus; Ctrl+L locks from anywhere', () => {
    expect(tillKeyOf(press('z', { ctrl: true }), false)).toBe('undo');
    expect(tillKeyOf(press('z', { ctrl: true }), true)).toBeNull();
    expect(tillKeyOf(press('p', { ctrl: true }), false)).toBeNull();
    expect(tillKeyOf(press('l', { ctrl: true }), true)).toBe('lock');
  });

  it('letters with Ctrl go by what the layout writes, and by their place where it writes no Latin letters', () => {
    // AZERTY writes z where QWERTY has w.
    expect(nameOf(press('z', { ctrl: true, code: 'KeyW' }))).toBe('Ctrl+Z');
    expect(nameOf(press('م', { ctrl: true, code: 'KeyL' }))).toBe('Ctrl+L');
    expect(nameOf(press('д', { ctrl: true, code: 'KeyL' }))).toBe('Ctrl+L');
    expect(nameOf(press('Control', { ctrl: true }))).toBeNull();
  });

  it('in a text field only the F-keys, Escape and Ctrl with a letter are the till’s', () => {
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

describe('a chosen key', () => {
  it('takes the place of the default, which then does nothing', () => {
    const decided = decideKey({}, 'pay', 'F12');
    expect(decided).toEqual({ ok: false, code: 'impossible' });
    const inserted = decideKey({}, 'pay', 'Insert');
    expect(inserted).toEqual({ ok: true, chosen: { pay: 'Insert' } });
    const keys = keysInForce({ pay: 'Insert' });
    expect(tillKeyOf(press('Insert'), false, keys)).toBe('pay');
    expect(tillKeyOf(press('F9'), false, keys)).toBeNull();
  });

  it('that another act has is told with whose it is, and the two may swap', () => {
    const decided = decideKey({}, 'pay', 'F4');
    expect(decided).toEqual({ ok: false, code: 'taken', by: 'park', swapped: { park: 'F9', pay: 'F4' } });
  });

  it('that is the default again is not written down', () => {
    expect(decideKey({ pay: 'Insert' }, 'pay', 'F9')).toEqual({ ok: true, chosen: {} });
  });

  it.each([
    '5',
    'a',
    ' ',
    'Enter',
    'Tab',
    'Escape',
    'F5',
    'F12',
    'Ctrl+C',
    'Ctrl+V',
    'Ctrl+J',
    'Ctrl+W',
    '+',
  ])('is never %s: typing, scanners, the browser and the system need it', (name) => {
    expect(mayBeChosen(name)).toBe(false);
  });

  it('each default may be chosen', () => {
    expect(CHOSEN_ACTS.filter((act) => !mayBeChosen(DEFAULT_KEYS[act]))).toEqual([]);
  });

  it('from a file that somebody spoiled never puts two acts on one key', () => {
    expect(keysInForce({ pay: 'F4' })).toEqual(DEFAULT_KEYS);
    expect(keysInForce({ pay: '7', nonsense: 'F3' })).toEqual(DEFAULT_KEYS);
  });
});
