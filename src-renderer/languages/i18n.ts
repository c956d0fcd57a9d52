import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ar } from './ar/words.ts';
import { de } from './de/words.ts';
import { directionOf, isolated, type Language } from './direction.ts';
import { en, type Words } from './en/words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'till';
    resources: { till: Words };
  }
}

/** Each language in its own name, for the switch. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
};

const isSpoken = (language: string | undefined): language is Language =>
  language !== undefined && language in LANGUAGES;

/** The first of the languages that the till speaks; English when there is none. */
export const spokenOf = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.split('-')[0]).find(isSpoken) ?? 'en';

export const languages: i18n = i18next.createInstance();

/** Bundled, so nothing is fetched: the words are there with the first frame. */
export async function startLanguages(language: Language): Promise<void> {
  await languages.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    ns: ['till'],
    defaultNS: 'till',
    resources: { en: { till: en }, de: { till: de }, ar: { till: ar } },
    // React escapes by itself; what i18next calls escaping is used to isolate.
    interpolation: { escapeValue: true, escape: (value) => isolated(String(value), languages.language) },
    initAsync: false,
  });
  tellDocument(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await languages.changeLanguage(language);
  tellDocument(language);
}

function tellDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
