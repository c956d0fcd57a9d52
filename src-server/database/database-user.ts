import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom the database runs as. PostgreSQL refuses to run as root, so root lends it to the user `postgres`. */
export interface DatabaseUser {
  readonly uid?: number;
  readonly gid?: number;
  /** Put before the command line; empty where the user can reach everything by itself. */
  readonly prefix: readonly string[];
}

const NAME = 'postgres';
const isRoot = (): boolean => process.getuid?.() === 0;

async function idsOf(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  const attempts = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME],
    ['adduser', '-S', '-D', '-H', NAME],
  ];
  let reason = '';
  for (const [program, ...args] of attempts) {
    try {
      await run(program as string, args);
      break;
    } catch (error) {
      reason = String(error);
    }
  }
  const ids = await idsOf(NAME);
  if (!ids)
    throw new Error(
      `PostgreSQL does not run as root, and the user "${NAME}" could not be created (${reason}). ` +
        'Create it, start Evertill as another user, or set DATABASE_URL.',
    );
  return ids;
}

/** The first folder on the way to `target` that others may not enter, or null. */
export async function closedFolderOnTheWay(target: string, uid: number): Promise<string | null> {
  const parts = path.resolve(target).split(path.sep);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join(path.sep) || path.sep;
    const stat = await fs.stat(folder).catch(() => null);
    if (!stat) return null;
    if (stat.isDirectory() && stat.uid !== uid && (stat.mode & 0o001) === 0) return folder;
  }
  return null;
}

/**
 * Decides whom the database runs as, and makes sure that this user can reach its binaries and its data. As root in a
 * closed home (`/root`, mode 0700) the user gets the one capability that lets it pass closed folders; where that cannot
 * be had, the error names the folder.
 */
export async function databaseUser(paths: readonly string[]): Promise<DatabaseUser> {
  if (!isRoot()) return { prefix: [] };
  const ids = (await idsOf(NAME)) ?? (await createUser());
  let closed: string | null = null;
  for (const target of paths) closed ??= await closedFolderOnTheWay(target, ids.uid);
  if (closed === null) return { ...ids, prefix: [] };
  const prefix = [
    'setpriv',
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    '--clear-groups',
    // Without it the kernel forgets the capability in access(2), by which PostgreSQL looks for its own programs.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  try {
    await run(prefix[0] as string, [...prefix.slice(1), 'test', '-x', paths[0] as string]);
    return { ...ids, prefix };
  } catch {
    throw new Error(
      `PostgreSQL does not run as root but as the user "${NAME}", who may not enter ${closed}. ` +
        `Allow it (chmod o+x ${closed}), use another folder, start Evertill as another user, or set DATABASE_URL.`,
    );
  }
}

/** Gives a file or folder to the database's user; does nothing where there is no second user. */
export async function giveTo(user: DatabaseUser, target: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await fs.chown(target, user.uid, user.gid);
}
