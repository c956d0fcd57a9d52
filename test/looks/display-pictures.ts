import { DISPLAY_STATES } from '../renderer/display/support/display-messages.ts';

/** The smallest screen that is sold for customers, and two of the usual ones. */
export const DISPLAY_SIZES = [
  [1024, 600],
  [1366, 768],
  [1920, 1080],
] as const;
export const DISPLAY_LANGUAGES = ['en', 'de', 'ar'] as const;
export const DISPLAY_LOOKS = {
  dark: { theme: 'dark', training: false },
  hc: { theme: 'hc', training: false },
  'light-training': { theme: 'light', training: true },
  'dark-training': { theme: 'dark', training: true },
  'hc-training': { theme: 'hc', training: true },
} as const;

export const displayPicture = (state: string, language: string, width: number, look = ''): string =>
  `display/${state}.${language}.${width}${look ? `.${look}` : ''}.png`;

/** What is words alone is looked at once. */
export const isPictured = (state: string, width: number): boolean =>
  width === 1366 || (state !== 'closed' && state !== 'paused');

/** The names of all pictures of the customer display. */
export const DISPLAY_PICTURES: readonly string[] = [
  ...Object.keys(DISPLAY_STATES).flatMap((state) =>
    DISPLAY_LANGUAGES.flatMap((language) =>
      DISPLAY_SIZES.filter(([width]) => isPictured(state, width)).map(([width]) =>
        displayPicture(state, language, width),
      ),
    ),
  ),
  ...Object.keys(DISPLAY_LOOKS).map((look) => displayPicture('paying', 'en', 1024, look)),
];
