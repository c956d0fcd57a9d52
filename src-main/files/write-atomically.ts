import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Replaces a file so that a reader, also one after a power cut, finds the old text or the new one and never a part. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const handle = await fs.open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(draft, file);
  } catch (fault) {
    await fs.rm(draft, { force: true });
    throw fault;
  }
  if (process.platform === 'win32') return;
  const names = await fs.open(folder, 'r');
  try {
    await names.sync();
  } finally {
    await names.close();
  }
}

/** Null when there is no such file. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
