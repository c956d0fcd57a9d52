import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { DeviceSettings } from '../../shared/ipc/channels.ts';
import { de } from './de/words.ts';
import { en, type Words } from './en/words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'till';
    resources: { till: Words };
  }
}

/** Each language in its own name, for the switch. */
export const LANGUAGES: Readonly<Record<DeviceSettings['language'], string>> = {
  en: 'English',
  de: 'Deutsch',
};

export const languages: i18n = i18next.createInstance();

/** Bundled, so nothing is fetched: the words are there with the first frame. */
export async function startLanguages(language: DeviceSettings['language']): Promise<void> {
  await languages.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    ns: ['till'],
    defaultNS: 'till',
    resources: { en: { till: en }, de: { till: de } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: DeviceSettings['language']): Promise<void> {
  await languages.changeLanguage(language);
  document.documentElement.lang = language;
}
