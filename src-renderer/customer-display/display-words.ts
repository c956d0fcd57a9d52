import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { display as ar } from '../languages/ar/display.ts';
import { display as de } from '../languages/de/display.ts';
import { directionOf, isolated, type Language } from '../languages/direction.ts';
import { display as en } from '../languages/en/display.ts';

const words = i18next.createInstance();

/** The words of this screen alone, in each language: it changes with a message, without a new start. */
export async function startDisplayWords(): Promise<void> {
  await words.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['till'],
    defaultNS: 'till',
    resources: {
      en: { till: { display: en } },
      de: { till: { display: de } },
      ar: { till: { display: ar } },
    },
    interpolation: { escapeValue: true, escape: (value) => isolated(String(value), words.language) },
    initAsync: false,
  });
}

export function speak(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  if (words.language !== language) words.changeLanguage(language).catch(reportError);
}
