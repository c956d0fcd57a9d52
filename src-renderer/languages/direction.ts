import type { DeviceSettings } from '../../shared/ipc/channels.ts';

export type Language = DeviceSettings['language'];

export type Direction = 'ltr' | 'rtl';

const DIRECTIONS: Readonly<Record<Language, Direction>> = { en: 'ltr', de: 'ltr', ar: 'rtl' };

export const directionOf = (language: string): Direction => DIRECTIONS[language as Language] ?? 'ltr';

/**
 * In a line that runs from right to left a value that may run the other way (a code, a price, a name) is isolated by
 * Unicode's own signs, so that it does not tear the sentence apart.
 */
export function isolated(value: string, language: string): string {
  return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : value;
}
