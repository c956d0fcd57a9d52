import fs from 'node:fs/promises';
import { type DeviceSettings, deviceSettingsSchema } from '../../shared/ipc/channels.ts';
import { readIfThere, writeAtomically } from '../files/write-atomically.ts';

/** A file that could not be used, and what was done instead. */
export interface FileReport {
  readonly code: 'settingsReset' | 'settingsPartlyReset' | 'secretsReset' | 'instanceReset' | 'identityReset';
  readonly detail: string;
}

export interface SettingsStore {
  /** As they are now. */
  current(): DeviceSettings;
  /** Resolves when they are on the disk. */
  save(settings: DeviceSettings): Promise<DeviceSettings>;
}

/** What a till that nobody has set up yet begins with. */
export function defaultSettings(osLanguages: readonly string[]): DeviceSettings {
  const spoken = deviceSettingsSchema.shape.language.options;
  const first = osLanguages.map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
  return {
    serverUrl: null,
    language: first.flatMap((tag) => spoken.filter((language) => language === tag))[0] ?? 'en',
    theme: 'system',
    printer: null,
  };
}

/**
 * Takes from a stored text what can be used, member by member: one bad printer must not forget the server.
 * @returns the members that were not usable; all of them when the text is no settings file at all
 */
export function decideSettings(
  stored: string,
  defaults: DeviceSettings,
): { readonly settings: DeviceSettings; readonly lost: readonly string[] } {
  const names = Object.keys(deviceSettingsSchema.shape) as (keyof DeviceSettings)[];
  let value: unknown;
  try {
    value = JSON.parse(stored);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { settings: defaults, lost: names };
  const members = value as Record<string, unknown>;
  const usable = names.filter((name) => deviceSettingsSchema.shape[name].safeParse(members[name]).success);
  const settings = deviceSettingsSchema.parse({
    ...defaults,
    ...Object.fromEntries(usable.map((name) => [name, members[name]])),
  });
  return { settings, lost: names.filter((name) => !usable.includes(name)) };
}

/** Opens the settings file. One that is broken is set aside, reported, and replaced by defaults; it never stops the till. */
export async function openDeviceSettings(
  file: string,
  osLanguages: readonly string[],
  report: (report: FileReport) => void,
): Promise<SettingsStore> {
  const defaults = defaultSettings(osLanguages);
  let settings = defaults;
  try {
    const stored = await readIfThere(file);
    if (stored !== null) {
      const decided = decideSettings(stored, defaults);
      settings = decided.settings;
      if (decided.lost.length > 0) {
        const all = decided.lost.length === Object.keys(deviceSettingsSchema.shape).length;
        await fs.writeFile(`${file}.broken`, stored, { mode: 0o600 });
        report({
          code: all ? 'settingsReset' : 'settingsPartlyReset',
          detail: `${decided.lost.join(', ')}; the old file is kept as ${file}.broken`,
        });
      }
    }
  } catch (fault) {
    report({ code: 'settingsReset', detail: (fault as NodeJS.ErrnoException).code ?? 'unreadable' });
  }
  let saving: Promise<unknown> = Promise.resolve();
  return {
    current: () => settings,
    save: (wanted) => {
      const turn = saving.then(async () => {
        await writeAtomically(file, `${JSON.stringify(wanted, null, 2)}\n`);
        settings = wanted;
        return wanted;
      });
      saving = turn.catch(() => undefined);
      return turn;
    },
  };
}
