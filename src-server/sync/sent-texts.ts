/** Past a string that begins at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** Past a value that begins at `at`, however deep it is. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; ) {
    const sign = text[end] as string;
    if (sign === '"') end = endOfString(text, end);
    else if (sign === '{' || sign === '[') {
      depth += 1;
      end += 1;
    } else if (sign === '}' || sign === ']') {
      if (depth === 0) return end;
      depth -= 1;
      end += 1;
    } else if (depth === 0 && (sign === ',' || isSpace(sign))) return end;
    else {
      end += 1;
      continue;
    }
    if (depth === 0) return end;
  }
  return text.length;
}

const isSpace = (sign: string | undefined): boolean =>
  sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t';

function pastSpace(text: string, at: number): number {
  let end = at;
  while (isSpace(text[end])) end += 1;
  return end;
}

/** What stands in a list, or the members of an object: where each begins and ends. */
function* entriesOf(text: string, start: number): Generator<{ at: number; end: number }> {
  let at = pastSpace(text, start + 1);
  while (text[at] !== ']' && text[at] !== '}') {
    const end = endOfValue(text, at);
    yield { at, end };
    at = pastSpace(text, end);
    if (text[at] === ',' || text[at] === ':') at = pastSpace(text, at + 1);
  }
}

/** The document of one entry of a push; an entry that names none is kept whole. */
function documentText(text: string, at: number, end: number): string {
  let found = text.slice(at, end);
  if (text[at] !== '{') return found;
  let name: string | null = null;
  for (const part of entriesOf(text, at)) {
    if (name === null) {
      name = JSON.parse(text.slice(part.at, part.end)) as string;
      continue;
    }
    // Of a name that stands there twice the last one counts, as JSON.parse has it.
    if (name === 'newDocumentState') found = text.slice(part.at, part.end);
    name = null;
  }
  return found;
}

/**
 * The texts of the documents of a push, as they were sent: parsed and written anew, a document may lose what JSON can say and
 * JavaScript cannot hold (a number beyond its range, a member that stands there twice).
 *
 * @param body a list that JSON.parse has taken
 */
export function sentTexts(body: string): string[] {
  return Array.from(entriesOf(body, pastSpace(body, 0)), ({ at, end }) => documentText(body, at, end));
}
