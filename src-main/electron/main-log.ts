import fs from 'node:fs';
import path from 'node:path';

const MOST_BYTES = 2 * 1024 * 1024;

/** A log beside the till's data, at most two files of 2 MB. That it cannot be written never stops the till. */
export function openLog(file: string, alsoTo: (line: string) => void): (message: string) => void {
  return (message) => {
    const line = `${new Date().toISOString()} ${message}`;
    alsoTo(line);
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES)
        fs.renameSync(file, `${file}.1`);
      fs.appendFileSync(file, `${line}\n`);
    } catch {
      // A full disk is told by the journal, not by the log.
    }
  };
}
