import { describe, expect, it } from 'vitest';
import { StoreNotMigrated } from '../../../src-renderer/database/row-migrations.ts';
import { StoreIsNewer, StoreIsTooOld } from '../../../src-renderer/database/store-version.ts';
import { TillInUse } from '../../../src-renderer/database/till-lock.ts';
import { BridgeFailure } from '../../../src-renderer/sync/bridge-ports.ts';
import { decideRemedy } from '../../../src-renderer/till/open-remedy.ts';

const spoiled = new Error('UnknownError: Internal error opening backing store');

describe('what to do when the local store does not open', () => {
  it.each([
    { name: 'another window has it', error: new TillInUse('x'), journal: true, again: true, does: 'inUse' },
    { name: 'the first time', error: spoiled, journal: true, again: false, does: 'tryAgain' },
    { name: 'the first time, in a browser', error: spoiled, journal: false, again: false, does: 'tryAgain' },
    { name: 'again, with a journal', error: spoiled, journal: true, again: true, does: 'setAside' },
    { name: 'again, without one', error: spoiled, journal: false, again: true, does: 'ask' },
    {
      name: 'no room on the disk: a new store would not help',
      error: new DOMException('the disk is full', 'QuotaExceededError'),
      journal: true,
      again: true,
      does: 'tell',
    },
    {
      name: 'another program has the journal',
      error: new BridgeFailure('journalLocked', ''),
      journal: true,
      again: true,
      does: 'tell',
    },
    {
      name: 'a newer version has written it',
      error: new StoreIsNewer('x'),
      journal: true,
      again: true,
      does: 'otherVersion',
    },
    {
      name: 'it is older than this version reads',
      error: new StoreIsTooOld('x'),
      journal: true,
      again: false,
      does: 'otherVersion',
    },
    {
      name: 'an older version’s rows could not be brought over',
      error: new StoreNotMigrated('x'),
      journal: true,
      again: true,
      does: 'tell',
    },
  ])('$name: $does', ({ error, journal, again, does }) => {
    expect(decideRemedy(error, journal, again)).toBe(does);
  });
});
