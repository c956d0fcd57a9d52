import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** By room: what its programs read, which is the same in each and takes seconds to read. */
const read = new Map<string, Map<string, ts.SourceFile | undefined>>();

/** Compiles one imagined file as if it stood in a room, with that room's own settings; answers what was refused. */
function refusedIn(room: string, text: string): string[] {
  const settings = path.join(root, room, 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(
    settings,
    { noEmit: true },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
      },
    },
  );
  if (!parsed) throw new Error(`no settings at ${settings}`);
  const file = path.join(root, room, 'imagined.ts');
  const host = ts.createCompilerHost(parsed.options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.fileExists = (name) => name === file || fileExists(name);
  const known = read.get(room) ?? new Map();
  read.set(room, known);
  host.getSourceFile = (name, options) => {
    if (name === file) return ts.createSourceFile(name, text, options);
    if (!known.has(name)) known.set(name, getSourceFile(name, options));
    return known.get(name);
  };
  const program = ts.createProgram({ rootNames: [file], options: parsed.options, host });
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}

test('shared compiles what is pure', () => {
  expect(refusedIn('shared', 'export const sum = [1n, 2n].map((n) => n * 2n);')).toEqual([]);
});

test.for([
  ['the page', 'export const title = document.title;'],
  ['the process', 'export const home = process.env;'],
  ['a timer', 'setTimeout(() => {}, 1);'],
  ['the network', "export const answer = fetch('/');"],
  ['the console', "console.log('sold');"],
  ['a file', "import { readFileSync } from 'node:fs'; export const read = readFileSync;"],
])('shared does not know %s', ([, text]) => {
  expect(refusedIn('shared', text as string)).not.toEqual([]);
});

test('main has no page, the window has no process', () => {
  expect(refusedIn('src-main', 'export const home = process.env;')).toEqual([]);
  expect(refusedIn('src-main', 'export const title = document.title;')).not.toEqual([]);
  expect(refusedIn('src-renderer', 'export const title = document.title;')).toEqual([]);
  expect(refusedIn('src-renderer', 'export const home = process.env;')).not.toEqual([]);
  expect(refusedIn('src-server', 'export const title = document.title;')).not.toEqual([]);
});

test.for([
  ['an enum', 'export enum Status { open }'],
  ['a namespace', 'export namespace stock { export const n = 1; }'],
  ['a parameter property', 'export class Till { constructor(readonly id: string) {} }'],
])('%s is refused: Node runs the server from its source by erasing types', ([, text]) => {
  expect(refusedIn('src-server', text as string)).not.toEqual([]);
});
