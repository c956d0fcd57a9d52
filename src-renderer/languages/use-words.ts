import type { TFunction } from 'i18next';
import { useSyncExternalStore } from 'react';
import { languages } from './i18n.ts';

function subscribe(listener: () => void): () => void {
  languages.on('languageChanged', listener);
  return () => languages.off('languageChanged', listener);
}
const read = () => languages.language;

/** The language of the till, live. */
export const useLanguage = (): string => useSyncExternalStore(subscribe, read);

const words = new Map<string, TFunction<'till'>>();

/**
 * `useTranslation` for what is drawn by the dozen: that one copies all of i18next for each component, which was a fifth
 * of the time that a search took to draw its tiles.
 */
export function useWords(): { readonly t: TFunction<'till'> } {
  const language = useLanguage();
  const known = words.get(language);
  if (known) return { t: known };
  const made = languages.getFixedT(language, 'till');
  words.set(language, made);
  return { t: made };
}
