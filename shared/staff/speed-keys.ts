import type { AskedSpeedKeys } from '../office/office-request.ts';
import type { SettingsChange, SpeedKeyPage, StoreSettings } from './store-settings.ts';

type Said = Pick<StoreSettings, 'speedKeys' | 'changes' | 'version'>;

/** What this till knows of a request: not answered yet, answered, or kept for a person and never done. */
export type RequestState = 'unsent' | 'answered' | 'kept';

/** An arrangement with whose it is, as a sentence tells it. */
export interface SpeedKeysNews {
  /**
   * `waiting`: head office has not heard of this till's own; it holds here alone.
   * `replacedMine`: somebody's came after this till's own, and holds now.
   * `mineReplaced`: this till's own came after somebody's that its author had not seen.
   */
  readonly kind: 'waiting' | 'replacedMine' | 'mineReplaced';
  readonly staffId: string;
  /** When it was arranged, by that till's clock. */
  readonly at: string;
}

const changesOf = (settings: Said | null): readonly SettingsChange[] =>
  (settings?.changes ?? []).filter(({ kind, refused }) => kind === 'speedKeys' && refused === undefined);

/**
 * The speed keys that a till shows: what head office says, and this till's own latest arrangement over it until that has
 * been pulled back. Whichever arrangement head office hears last holds, everywhere.
 *
 * @param mine this till's latest request, and what became of it; null: none
 */
export function shownSpeedKeys(
  settings: Said | null,
  mine: { readonly request: AskedSpeedKeys; readonly state: RequestState } | null,
): { readonly pages: readonly SpeedKeyPage[]; readonly news: SpeedKeysNews | null } {
  const standing = settings?.speedKeys ?? [];
  if (!mine || mine.state === 'kept') return { pages: standing, news: null };
  const { request, state } = mine;
  const changes = changesOf(settings);
  const at = changes.findIndex(({ id }) => id === request.id);
  if (at < 0) {
    // Told here and done there, and the settings that say so are on their way: those that its author saw are still here.
    const isComing = state === 'answered' && request.sawVersion === settings?.version;
    if (state === 'unsent')
      return { pages: request.pages, news: { kind: 'waiting', staffId: request.staffId, at: request.at } };
    return { pages: isComing ? request.pages : standing, news: null };
  }
  const latest = changes[0] as SettingsChange;
  if (at > 0)
    return {
      pages: standing,
      news: { kind: 'replacedMine', staffId: latest.staffId, at: latest.at },
    };
  const unseen = changes[1];
  const saw = request.sawVersion;
  return {
    pages: standing,
    news:
      unseen && saw !== undefined && unseen.version > saw && unseen.terminalId !== request.terminalId
        ? { kind: 'mineReplaced', staffId: unseen.staffId, at: unseen.at }
        : null,
  };
}
