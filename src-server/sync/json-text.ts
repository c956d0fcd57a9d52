/**
 * The JSON text of what came as JSON, however deep it is nested: JSON.stringify runs out of stack where JSON.parse did not.
 * What was nothing at all is `null`.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return deepJsonText(value);
  }
}

/** The same, level by level: what is still to be written waits in a list instead of on the stack. */
function deepJsonText(whole: unknown): string {
  const parts: string[] = [];
  const waiting: ({ readonly text: string } | { readonly value: unknown })[] = [{ value: whole }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if ('text' in next) {
      parts.push(next.text);
      continue;
    }
    const { value } = next;
    if (typeof value !== 'object' || value === null) {
      parts.push(JSON.stringify(value) ?? 'null');
      continue;
    }
    const list = Array.isArray(value);
    parts.push(list ? '[' : '{');
    waiting.push({ text: list ? ']' : '}' });
    const members = Object.entries(value);
    for (const [index, [name, member]] of members.reverse().entries()) {
      waiting.push({ value: member });
      const comma = index === members.length - 1 ? '' : ',';
      waiting.push({ text: list ? comma : `${comma}${JSON.stringify(name)}:` });
    }
  }
  return parts.join('');
}
