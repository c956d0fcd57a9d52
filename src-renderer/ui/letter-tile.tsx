import type { CSSProperties } from 'react';
import type { Item } from '../../shared/catalog/item.ts';
import { classNames } from './class-names.ts';

/** A hue that stays the same for the same text. */
export function hueOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (hash * 31 + text.charCodeAt(i)) % 360_000;
  return hash % 360;
}

export function LetterTile(props: { glyph: string; hue: number; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('letter-tile flex items-center justify-center font-semibold', props.className)}
      style={{ '--tile-hue': props.hue } as CSSProperties}
    >
      {props.glyph}
    </span>
  );
}

/** The picture of an item that needs no network. */
export function ItemTile(props: { item: Pick<Item, 'name' | 'tile'>; className?: string }) {
  const glyph = props.item.tile?.glyph || props.item.name.slice(0, 2);
  const hue = props.item.tile?.hue ?? hueOf(props.item.name);
  return <LetterTile glyph={glyph} hue={hue} {...(props.className ? { className: props.className } : {})} />;
}

export function Avatar(props: { name: string; hue?: number; className?: string }) {
  const words = props.name.split(/\s+/).filter(Boolean);
  const initials = `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`;
  return (
    <LetterTile
      glyph={initials.toUpperCase()}
      hue={props.hue ?? hueOf(props.name)}
      className={classNames('rounded-full', props.className ?? 'h-8 w-8 text-small')}
    />
  );
}
