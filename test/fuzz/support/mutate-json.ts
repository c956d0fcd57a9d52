import { hostileText, hostileValue, isMembers, type Json, jsonOf, RawJson } from './hostile.ts';
import type { Random } from './random.ts';

type Holder = Json[] | { [name: string]: Json };
interface Place {
  readonly holder: Holder;
  readonly key: string | number;
}

/** Every member and entry of a document, however deep. */
function placesIn(value: Json): Place[] {
  if (Array.isArray(value))
    return value.flatMap((entry, key): Place[] => [{ holder: value, key }, ...placesIn(entry)]);
  if (!isMembers(value)) return [];
  return Object.entries(value).flatMap(([key, member]): Place[] => [
    { holder: value, key },
    ...placesIn(member),
  ]);
}

const get = ({ holder, key }: Place): Json => (holder as Record<string | number, Json>)[key] as Json;
function set({ holder, key }: Place, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function otherType(value: Json, random: Random): Json {
  if (typeof value === 'number') return random.pick<Json>([String(value), [value], value !== 0, { value }]);
  if (typeof value === 'string')
    return random.pick<Json>([Number.parseInt(value, 16) || 0, [value], { value }]);
  if (typeof value === 'boolean') return random.pick<Json>([Number(value), String(value)]);
  return random.pick<Json>([null, '', 0, false, [value]]);
}

function mutateOnce(document: Json, random: Random): Json {
  const places = placesIn(document);
  if (places.length === 0 || random.chance(0.03)) return hostileValue(random);
  const place = random.pick(places);
  const value = get(place);
  switch (random.int(0, 11)) {
    case 0:
    case 1:
    case 2:
      set(place, hostileValue(random));
      break;
    case 3:
      remove(place);
      break;
    case 4:
      set(place, otherType(value, random));
      break;
    case 5: {
      const other = random.pick(places);
      const there = get(other);
      // Through text: a value put inside itself would never end.
      set(other, new RawJson(jsonOf(value)));
      set(place, new RawJson(jsonOf(there)));
      break;
    }
    case 6: {
      const lists = places.map(get).filter(Array.isArray);
      if (lists.length === 0) break;
      const list = random.pick(lists);
      const entry = list.length === 0 ? hostileValue(random) : random.pick(list);
      for (let more = random.pick([1, 1, 2, 120, 2100]); more > 0; more -= 1) list.push(entry);
      break;
    }
    case 7: {
      // An unknown member, which a newer version may bring.
      if (isMembers(document))
        set({ holder: document, key: hostileText(random).slice(0, 300) }, hostileValue(random));
      break;
    }
    case 8:
      if (typeof value === 'string') set(place, value + hostileText(random));
      else if (typeof value === 'number') set(place, value + random.pick([1, -1, 0.5, 2 ** 31, -(2 ** 53)]));
      else set(place, hostileValue(random));
      break;
    case 9:
      if (typeof value === 'string') set(place, value.slice(0, random.int(0, value.length)));
      else set(place, null);
      break;
    case 10: {
      // A member that stands there twice: the last one counts.
      const { holder, key } = place;
      if (Array.isArray(holder)) break;
      const twice = `{${JSON.stringify(key)}:${jsonOf(hostileValue(random))},${jsonOf(holder).slice(1)}`;
      const above = places.find((each) => get(each) === holder);
      if (above) set(above, new RawJson(twice));
      else return new RawJson(twice);
      break;
    }
    default:
      if (Array.isArray(value)) value.reverse();
      else set(place, typeof value === 'number' ? -value : hostileText(random));
  }
  return document;
}

/** A document with a few things wrong, most of it still right. The given one is not changed. */
export function mutated(document: Json, random: Random): Json {
  let result = structuredClone(document) as Json;
  for (let more = random.pick([1, 1, 1, 2, 3, 6]); more > 0; more -= 1) {
    if (result instanceof RawJson) break;
    result = mutateOnce(result, random);
  }
  return result;
}
