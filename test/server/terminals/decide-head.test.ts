import { expect, test } from 'vitest';
import { decideHead, type KnownHead } from '../../../src-server/terminals/decide-head.ts';

const known: KnownHead = { epoch: 3, instance: 'machine-a', sequence: 10, hash: 'aa', toldAtMs: 1_000 };
const later = known.toldAtMs + 60_000;

test.each([
  ['the first head of a terminal', { ...known }, null, later, { kind: 'accepted' }],
  ['the same head again', { ...known }, known, later, { kind: 'accepted' }],
  ['more sales', { ...known, sequence: 12, hash: 'cc' }, known, later, { kind: 'accepted' }],
  ['an epoch that is over', { ...known, epoch: 2 }, known, later, { kind: 'newEpoch', reason: 'oldEpoch' }],
  ['an epoch that a restored server forgot', { ...known, epoch: 4 }, known, later, { kind: 'serverBehind' }],
  [
    'a copy on another machine',
    { ...known, instance: 'machine-b' },
    known,
    later,
    { kind: 'newEpoch', reason: 'secondInstance' },
  ],
  [
    'another sale with the same sequence',
    { ...known, hash: 'bb' },
    known,
    later,
    { kind: 'newEpoch', reason: 'forked' },
  ],
  [
    'a store that went back',
    { ...known, sequence: 4 },
    known,
    later,
    { kind: 'newEpoch', reason: 'rolledBack' },
  ],
  [
    'a heartbeat that was overtaken on its way',
    { ...known, sequence: 9 },
    known,
    known.toldAtMs + 500,
    { kind: 'accepted' },
  ],
])('%s', (_name, told, before, nowMs, decision) => {
  const { epoch, instance, sequence, hash } = told;
  expect(decideHead({ epoch, instance, sequence, hash }, before, 3, nowMs)).toEqual(decision);
});
