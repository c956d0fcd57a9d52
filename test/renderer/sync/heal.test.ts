import { describe, expect, it } from 'vitest';
import { decideIdentity } from '../../../src-renderer/sync/heal.ts';
import type { TillIdentity } from '../../../src-renderer/sync/till.ts';

const OLD = '01900000-0000-7000-8000-00000000000a';
const NEW = '01900000-0000-7000-8000-00000000000b';
const who = (terminalId: string, epoch: number): TillIdentity => ({
  serverUrl: 'http://server:7420',
  terminalId,
  terminalName: 'Till 1',
  storeId: 'main',
  epoch,
  serverEpoch: 1,
});
const chain = (terminalId: string, epoch: number) => ({ terminalId, epoch });

describe('who a till is, of a store, a copy and a journal that may not agree', () => {
  it.each([
    { name: 'a new till', stored: null, copy: null, chains: [], is: { identity: null, former: null } },
    {
      name: 'all agree',
      stored: who(OLD, 2),
      copy: who(OLD, 2),
      chains: [chain(OLD, 1), chain(OLD, 2)],
      is: { identity: who(OLD, 2), reason: null },
    },
    {
      name: 'the store was lost',
      stored: null,
      copy: who(OLD, 1),
      chains: [chain(OLD, 1)],
      is: { identity: who(OLD, 1), reason: 'storeLost' },
    },
    {
      name: 'the store and the copy were lost: the journal names the latest terminal',
      stored: null,
      copy: null,
      chains: [chain(NEW, 1), chain(OLD, 4)],
      is: { identity: null, former: { terminalId: NEW, terminalName: null, serverUrl: null } },
    },
    {
      name: 'the store is of before the last pairing',
      stored: who(OLD, 3),
      copy: who(NEW, 1),
      chains: [chain(OLD, 3)],
      is: { identity: who(NEW, 1), reason: 'storeOlder' },
    },
    {
      name: 'the copy could not be written when the till was paired anew',
      stored: who(NEW, 1),
      copy: who(OLD, 3),
      chains: [chain(OLD, 3)],
      is: { identity: who(NEW, 1), reason: null },
    },
    {
      name: 'the store is of an epoch before the copy’s',
      stored: who(OLD, 1),
      copy: who(OLD, 2),
      chains: [],
      is: { identity: who(OLD, 2), reason: 'storeOlder' },
    },
    {
      name: 'the store is of an epoch before the journal’s',
      stored: who(OLD, 1),
      copy: null,
      chains: [chain(OLD, 1), chain(OLD, 3)],
      is: { identity: who(OLD, 3), reason: 'storeOlder' },
    },
    {
      name: 'the till was killed right after it was paired anew: its token says who it is',
      stored: who(OLD, 3),
      copy: who(OLD, 3),
      chains: [chain(OLD, 3)],
      paired: who(NEW, 1),
      is: { identity: who(NEW, 1), reason: 'storeOlder' },
    },
    {
      name: 'the copy was lost, and the store is of before the last pairing',
      stored: who(OLD, 3),
      copy: null,
      chains: [],
      paired: who(NEW, 1),
      is: { identity: who(NEW, 1), reason: 'storeOlder' },
    },
    {
      name: 'store and copy were lost: the token says who it is',
      stored: null,
      copy: null,
      chains: [chain(NEW, 2)],
      paired: who(NEW, 1),
      is: { identity: who(NEW, 1), reason: 'storeLost' },
    },
    {
      name: 'the token is as old as the pairing: the copy knows more of the same terminal',
      stored: null,
      copy: who(NEW, 3),
      chains: [],
      paired: who(NEW, 1),
      is: { identity: who(NEW, 3), reason: 'storeLost' },
    },
  ])('$name', ({ stored, copy, chains, paired = null, is }) => {
    expect(decideIdentity(stored, copy, chains, paired)).toEqual(is);
  });
});
