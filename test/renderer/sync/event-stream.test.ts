import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createEventParser } from '../../../src-renderer/sync/event-stream.ts';

function parse(parts: readonly string[]): [string, string][] {
  const events: [string, string][] = [];
  const parser = createEventParser((event, data) => events.push([event, data]));
  for (const part of parts) parser.push(part);
  return events;
}

describe('text/event-stream', () => {
  it.each([
    { name: 'an event with data', text: 'event: changes\ndata: {"a":1}\n\n', says: [['changes', '{"a":1}']] },
    { name: 'a comment that keeps the line alive', text: ': hello\n\n', says: [] },
    { name: 'data in two lines', text: 'data: one\ndata: two\n\n', says: [['message', 'one\ntwo']] },
    { name: 'line ends of Windows', text: 'event: resync\r\ndata: {}\r\n\r\n', says: [['resync', '{}']] },
    { name: 'no space after the colon', text: 'event:resync\ndata:{}\n\n', says: [['resync', '{}']] },
    { name: 'an event that has not ended', text: 'event: changes\ndata: {}\n', says: [] },
    { name: 'fields that nobody knows', text: 'id: 7\nretry: 1\ndata: x\n\n', says: [['message', 'x']] },
  ])('$name', ({ text, says }) => {
    expect(parse([text])).toEqual(says);
  });

  const lineEnd = fc.constantFrom('\n', '\r\n');
  test.prop([
    fc.array(fc.tuple(fc.constantFrom('changes', 'resync'), fc.json()), { maxLength: 8 }),
    lineEnd,
    fc.array(fc.nat(), { maxLength: 20 }),
  ])('says the same however the network cuts the text', (events, end, cuts) => {
    const text = events.map(([event, data]) => `event: ${event}${end}data: ${data}${end}${end}`).join('');
    const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
    const parts = places.slice(1).map((place, index) => text.slice(places[index], place));
    expect(parse(parts)).toEqual(events);
  });
});
