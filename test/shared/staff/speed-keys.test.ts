import { describe, expect, it } from 'vitest';
import type { AskedSpeedKeys } from '../../../shared/office/office-request.ts';
import { type RequestState, shownSpeedKeys } from '../../../shared/staff/speed-keys.ts';
import type { SettingsChange } from '../../../shared/staff/store-settings.ts';

const page = (name: string) => [{ name, keys: [] }];
const request: AskedSpeedKeys = {
  id: 'mine',
  kind: 'speedKeys',
  terminalId: 'here',
  staffId: 'ada',
  at: '2026-11-23T10:00:00.000Z',
  sawVersion: 5,
  pages: page('Mine'),
};
const changed = (id: string, version: number, more: Partial<SettingsChange> = {}): SettingsChange => ({
  id,
  kind: 'speedKeys',
  terminalId: 'there',
  staffId: 'ben',
  at: '2026-11-23T09:59:00.000Z',
  appliedAt: '2026-11-23T10:01:00.000Z',
  version,
  ...more,
});
const mine = (state: RequestState) => ({ request, state });
const shop = (version: number, ...changes: SettingsChange[]) => ({
  version,
  speedKeys: page(changes[0]?.id === 'mine' ? 'Mine' : 'Theirs'),
  changes,
});
const looks = (settings: ReturnType<typeof shop>, state: RequestState) => {
  const { pages, news } = shownSpeedKeys(settings, mine(state));
  return [pages[0]?.name, news && [news.kind, news.staffId]];
};

describe('the speed keys that a till shows', () => {
  it('are the server’s where this till has arranged nothing', () => {
    expect(shownSpeedKeys(shop(5), null)).toEqual({ pages: page('Theirs'), news: null });
    expect(shownSpeedKeys(null, null)).toEqual({ pages: [], news: null });
  });

  it.each<[string, ReturnType<typeof shop>, RequestState, unknown]>([
    ['its own at once', shop(5), 'unsent', ['Mine', ['waiting', 'ada']]],
    ['its own while another’s came in', shop(6, changed('b', 6)), 'unsent', ['Mine', ['waiting', 'ada']]],
    ['its own between the answer and the pull', shop(5), 'answered', ['Mine', null]],
    [
      'its own when it has come back',
      shop(6, changed('mine', 6, { terminalId: 'here' })),
      'answered',
      ['Mine', null],
    ],
    [
      'another’s that came after its own',
      shop(7, changed('b', 7), changed('mine', 6)),
      'answered',
      ['Theirs', ['replacedMine', 'ben']],
    ],
    [
      'its own, and whose it has replaced unseen',
      shop(7, changed('mine', 7, { terminalId: 'here' }), changed('b', 6)),
      'answered',
      ['Mine', ['mineReplaced', 'ben']],
    ],
    [
      'its own over what its author had seen',
      shop(6, changed('mine', 6, { terminalId: 'here' }), changed('b', 5)),
      'answered',
      ['Mine', null],
    ],
    ['the server’s, where its own is kept for a person', shop(5), 'kept', ['Theirs', null]],
    // An older server does not say whose they are; nor does one whose list has forgotten it.
    ['the server’s, later', shop(9), 'answered', ['Theirs', null]],
    [
      'nothing of rules and of what was overtaken',
      shop(
        8,
        changed('mine', 6),
        changed('r', 7, { kind: 'houseRules' }),
        changed('o', 8, { refused: 'overtaken' }),
      ),
      'answered',
      ['Mine', null],
    ],
  ])('%s', (_, settings, state, expected) => {
    expect(looks(settings, state)).toEqual(expected);
  });
});
