import { expect, test } from 'vitest';
import { decideFormers } from '../../../src-server/terminals/decide-formers.ts';

const here = (...ids: string[]) => ids.map((terminalId) => ({ terminalId, storeId: 1 }));
const there = (...ids: string[]) => ids.map((terminalId) => ({ terminalId, storeId: 2 }));

test.each([
  {
    name: 'known: its access ends',
    formers: ['T'],
    known: here('T'),
    isOurs: false,
    is: { revoked: ['T'], adopted: [] },
  },
  { name: 'unknown, and perhaps another server’s', formers: ['T'], known: [], isOurs: false, is: null },
  { name: 'of another store', formers: ['T'], known: there('T'), isOurs: true, is: null },
  {
    name: 'forgotten',
    formers: ['T'],
    known: [],
    isOurs: true,
    is: { revoked: [], adopted: [{ terminalId: 'T', replaces: null }] },
  },
  {
    name: 'forgotten, with the one before it, which is live in the backup: it ends again',
    formers: ['T', 'S'],
    known: here('S'),
    isOurs: true,
    is: { revoked: ['S'], adopted: [{ terminalId: 'T', replaces: 'S' }] },
  },
  {
    name: 'two in a row are forgotten: the earlier is entered first',
    formers: ['T', 'S', 'R', 'T'],
    known: here('R'),
    isOurs: true,
    is: {
      revoked: ['R'],
      adopted: [
        { terminalId: 'S', replaces: 'R' },
        { terminalId: 'T', replaces: 'S' },
      ],
    },
  },
  {
    name: 'what lies behind another store’s is not ours',
    formers: ['T', 'S', 'R'],
    known: there('S'),
    isOurs: true,
    is: { revoked: [], adopted: [{ terminalId: 'T', replaces: null }] },
  },
  {
    name: 'known, with an unknown one before it: that is not taken at its word',
    formers: ['T', 'S'],
    known: here('T'),
    isOurs: false,
    is: { revoked: ['T'], adopted: [] },
  },
])('$name', ({ formers, known, isOurs, is }) => {
  expect(decideFormers(formers, known, 1, isOurs)).toEqual(is);
});
