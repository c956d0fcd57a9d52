// Starts the application whose folder stands on the command line, as `electron <folder>` does. Stands in for
// Electron's own resources/default_app.asar in a runtime that was shipped without it (tools/electron-offline.mjs).
// Understands what development and Playwright use: [-r module]… [--switches] <folder>, and --version.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

/** The modules to load first, and the application's folder. */
function readArguments([argument, ...rest], preloads = []) {
  if (argument === '-r' || argument === '--require')
    return readArguments(rest.slice(1), [...preloads, rest[0]]);
  if (argument?.startsWith('-')) return readArguments(rest, preloads);
  return { preloads, folder: argument };
}

if (process.argv.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
const { preloads, folder } = readArguments(process.argv.slice(1));
if (!folder) {
  console.error('usage: electron [-r module] [--switches] <application folder>');
  process.exit(1);
}
for (const preload of preloads) Module._load(path.resolve(preload), Module, false);

const target = path.resolve(folder);
const { name, productName, version } = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.name = productName ?? name;
app.setVersion(version);
app.setAppPath(target);
Module._load(Module._resolveFilename(target, null, true), Module, true);
