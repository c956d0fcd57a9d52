import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package-lock.json'), 'utf8'));
const packages: Record<string, Locked> = lock.packages;

/** The folders in which Node would look for a package, seen from the folder of the one that asks for it. */
function placesOf(name: string, asker: string): string[] {
  const folders = asker
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'));
  return ['', ...folders].map((folder) =>
    folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`,
  );
}

// A registry that lacks one platform's package makes npm leave it out of the lock without a word; `npm ci` then refuses
// the lock, and that platform would be without its compiler.
test('the lock names the packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([asker, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter(
      (name) => !placesOf(name, asker).some((place) => packages[place]?.version),
    ),
  );
  expect(missing).toEqual([]);
});
