import { useEffect, useMemo, useRef } from 'react';
import { createValue } from '../database/readable.ts';
import { useWords } from '../languages/use-words.ts';
import {
  ariaKey,
  type ChosenAct,
  type ChosenKeys,
  capsOf,
  type KeyName,
  keysInForce,
  type TillKey,
} from './till-keys.ts';
import { useReadable } from './use-readable.ts';

const inForce = createValue(keysInForce({}));

/** The keys as the settings of this device have them, from now on. */
export function setChosenKeys(chosen: ChosenKeys): void {
  inForce.set(keysInForce(chosen));
}

export const currentKeys = (): Readonly<Record<ChosenAct, KeyName>> => inForce.getSnapshot();

interface Registered {
  readonly act: TillKey;
  readonly handle: () => void;
  readonly anywhere: boolean;
}

let registered: readonly Registered[] = [];

/**
 * A feature says what one of the till's keys does while it is there. The latest one that registered is asked. Ends with
 * the returned function.
 * @param where `sale`: on the sale screen alone; `anywhere`: on every screen, but never under a dialog
 */
export function registerAct(
  act: TillKey,
  handle: () => void,
  where: 'sale' | 'anywhere' = 'sale',
): () => void {
  const entry: Registered = { act, handle, anywhere: where === 'anywhere' };
  registered = [...registered, entry];
  return () => {
    registered = registered.filter((other) => other !== entry);
  };
}

/** What a feature registered for this key, or undefined. */
export const registeredAct = (act: TillKey, onSaleScreen: boolean): (() => void) | undefined =>
  registered.findLast((entry) => entry.act === act && (entry.anywhere || onSaleScreen))?.handle;

/** `registerAct` for as long as a component is drawn; always with its latest handler. */
export function useTillAct(act: TillKey, handle: () => void, where: 'sale' | 'anywhere' = 'sale'): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => registerAct(act, () => latest.current(), where), [act, where]);
}

/** The caps of a key in the words of the keyboard: `Strg`, `L`. */
export function useCaps(): (name: KeyName) => readonly string[] {
  const { t } = useWords();
  return useMemo(() => {
    const words: Readonly<Record<string, string>> = {
      Ctrl: t('till.keys.caps.ctrl'),
      Delete: t('till.keys.caps.delete'),
      Insert: t('till.keys.caps.insert'),
    };
    return (name) => capsOf(name).map((cap) => words[cap] ?? cap);
  }, [t]);
}

/** The key of an act for its button: `<Button {...useKeyHint('park')}>` shows it and tells it to a screen reader. */
export function useKeyHint(act: ChosenAct): {
  readonly keyCap: string;
  readonly 'aria-keyshortcuts': string;
} {
  const name = useReadable(inForce)[act];
  const caps = useCaps();
  return { keyCap: caps(name).join('+'), 'aria-keyshortcuts': ariaKey(name) };
}

/** All of them, for the help and for choosing. */
export const useKeysInForce = (): Readonly<Record<ChosenAct, KeyName>> => useReadable(inForce);
