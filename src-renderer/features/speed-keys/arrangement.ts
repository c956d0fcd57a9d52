import type { SpeedKeyPage } from '../../../shared/staff/store-settings.ts';

export const MOST_PAGES = 12;
export const MOST_KEYS = 60;
const LONGEST_NAME = 40;

type Pages = readonly SpeedKeyPage[];
type Key = SpeedKeyPage['keys'][number];

export type Arranged =
  | { readonly ok: true; readonly pages: Pages }
  | {
      readonly ok: false;
      readonly code: /** As many as there may be. */
        | 'fullPages'
        | 'fullPage'
        /** The article has a key on this page. */
        | 'twice'
        /** Pages are told apart by their names. */
        | 'nameTaken'
        | 'noName';
    };

const done = (pages: Pages): Arranged => ({ ok: true, pages });
const rejected = (code: Extract<Arranged, { ok: false }>['code']): Arranged => ({ ok: false, code });

const withPage = (pages: Pages, at: number, change: (page: SpeedKeyPage) => SpeedKeyPage): Pages =>
  pages.map((page, index) => (index === at ? change(page) : page));
const withKeys = (pages: Pages, at: number, change: (keys: readonly Key[]) => readonly Key[]): Pages =>
  withPage(pages, at, (page) => ({ ...page, keys: [...change(page.keys)] }));

/** A list with one of its members in another place; the same list where that changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const one = list[from];
  const place = Math.max(0, Math.min(list.length - 1, to));
  if (one === undefined || place === from) return list;
  const others = list.filter((_, index) => index !== from);
  return [...others.slice(0, place), one, ...others.slice(place)];
}

/** Adds an empty page at the end, under a name that no other has. */
export function addPage(pages: Pages, wanted: string): Arranged {
  if (pages.length >= MOST_PAGES) return rejected('fullPages');
  const taken = new Set(pages.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
  return done([...pages, { name, keys: [] }]);
}

export function renamePage(pages: Pages, at: number, wanted: string): Arranged {
  const name = wanted.trim().slice(0, LONGEST_NAME);
  if (name === '') return rejected('noName');
  if (pages.some((page, index) => index !== at && page.name === name)) return rejected('nameTaken');
  return done(withPage(pages, at, (page) => ({ ...page, name })));
}

export const removePage = (pages: Pages, at: number): Pages => pages.filter((_, index) => index !== at);
export const movePage = (pages: Pages, from: number, to: number): Pages => moved(pages, from, to);

export function addKey(pages: Pages, at: number, sku: string): Arranged {
  const keys = pages[at]?.keys ?? [];
  if (keys.some((key) => key.sku === sku)) return rejected('twice');
  if (keys.length >= MOST_KEYS) return rejected('fullPage');
  return done(withKeys(pages, at, (before) => [...before, { sku }]));
}

/** An empty label is none: the key then has the article's own name. */
export const labelKey = (pages: Pages, at: number, key: number, label: string): Pages =>
  withKeys(pages, at, (keys) =>
    keys.map(({ sku, ...before }, index) => {
      if (index !== key) return { sku, ...before };
      return label.trim() === '' ? { sku } : { sku, label: label.slice(0, LONGEST_NAME) };
    }),
  );

export const removeKey = (pages: Pages, at: number, key: number): Pages =>
  withKeys(pages, at, (keys) => keys.filter((_, index) => index !== key));

export const moveKey = (pages: Pages, at: number, from: number, to: number): Pages =>
  withKeys(pages, at, (keys) => moved(keys, from, to));

/** As it is sent: labels without blanks at their ends. */
export const finished = (pages: Pages): SpeedKeyPage[] =>
  pages.map(({ name, keys }) => ({
    name,
    keys: keys.map(({ sku, label }) => (label?.trim() ? { sku, label: label.trim() } : { sku })),
  }));

export const isSameArrangement = (one: Pages, other: Pages): boolean =>
  JSON.stringify(finished(one)) === JSON.stringify(finished(other));
