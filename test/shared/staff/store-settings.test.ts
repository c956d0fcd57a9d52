import { expect, test } from 'vitest';
import { storeSettingsSchema } from '../../../shared/staff/store-settings.ts';
import { defaultSettings } from '../../../src-server/shop/default-settings.ts';

const settings = { ...defaultSettings({ code: 'main', name: 'Main' }, 'Europe/Berlin'), version: 1 };

test('the settings of a new store are settings', () => {
  expect(storeSettingsSchema.safeParse(settings).success).toBe(true);
});

// With one of these no till of the store could take a payment or show an amount.
test.each([{ timeZone: 'Mars/Base' }, { timeZone: 'Europe/Berlin\0' }, { locale: 'de_DE' }, { locale: '-' }])(
  '%j is refused where it comes in',
  (change) => {
    expect(storeSettingsSchema.safeParse({ ...settings, ...change }).success).toBe(false);
  },
);
