import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../../src-renderer');

/** Utilities that name a side of the screen. Text may run the other way: start and end are meant. */
const PHYSICAL = [
  /(?<![\w.-])-?(?:[\w[\]&>-]+:)*!?-?(?:ml|mr|pl|pr|left|right|scroll-m[lr]|scroll-p[lr])-(?:\[|auto|px|full|\d)/,
  /(?<![\w.-])(?:text|float|clear)-(?:left|right)(?![\w-])/,
  /(?<![\w.-])(?:border-[lr]|rounded-[lr]|rounded-[tb][lr])(?![a-z])/,
  /(?<![\w.-])-?(?:space-x|divide-x)-?/,
  /(?<![\w.-])bg-(?:linear|gradient)-to-[lr](?![a-z])/,
];

function sources(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
}

const physicalIn = (line: string) =>
  // What stands in code, not in a comment.
  line.trimStart().startsWith('//') || line.trimStart().startsWith('*')
    ? []
    : PHYSICAL.filter((one) => one.test(line));

it('no screen names a side: what runs from left to right also runs from right to left', () => {
  const found = sources().flatMap((file) =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        physicalIn(line).length > 0 ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});

it.each([
  'ml-2',
  'pr-16',
  '-left-3',
  'text-right',
  'border-l',
  'rounded-tr-md',
  'hover:pl-[3px]',
  'space-x-2',
  '!pr-4',
])('would find %s', (name) => {
  expect(physicalIn(`className="flex ${name} p-2"`)).not.toEqual([]);
});

it.each([
  'ms-2',
  'pe-16',
  'start-3',
  'text-end',
  'border-s',
  'border-line',
  'rounded-lg',
  'leading-none',
  'bottom-3',
])('does not mind %s', (name) => {
  expect(physicalIn(`className="flex ${name} p-2"`)).toEqual([]);
});

/** Of lucide's icons those that point along the line of text. */
const POINTING =
  /<(?:(?:Arrow|Chevrons?)(?:Left|Right)|Corner\w+|Undo2?|Redo2?|Reply|Forward|LogIn|LogOut|Send|Step\w+) [^>]*aria-hidden[^>]*>/g;

it('icons that point along the line turn with it', () => {
  const found = sources().flatMap((file) =>
    [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(POINTING)]
      .filter(([tag]) => !tag.includes('mirrored'))
      .map(([tag]) => `${file}: ${tag}`),
  );
  expect(found).toEqual([]);
});
