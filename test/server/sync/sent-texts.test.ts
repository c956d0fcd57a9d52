import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentTexts } from '../../../src-server/sync/sent-texts.ts';

test.each([
  ['[]', []],
  [' [ { "newDocumentState" : { "a" : [ 1 , "]" ] } } ] ', ['{ "a" : [ 1 , "]" ] }']],
  ['[{"newDocumentState":1e400},{"newDocumentState":-0}]', ['1e400', '-0']],
  ['[{"assumedMasterState":{"x":1},"newDocumentState":"a\\"b\\\\"},null]', ['"a\\"b\\\\"', 'null']],
  // Of two the last one counts, and a name may be written with escapes.
  ['[{"newDocumentState":1,"newDocument\\u0053tate":2}]', ['2']],
  // Without a document the whole entry is what was sent.
  ['[{"newDocument":{"id":7}},[1,[2]],{}]', ['{"newDocument":{"id":7}}', '[1,[2]]', '{}']],
])('the documents of %s are kept as they were sent', (body, texts) => {
  expect(sentTexts(body)).toEqual(texts);
});

test('whatever the documents are, each has its own text', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), (documents) => {
      const body = `[${documents.map((text) => `{"newDocumentState":${text},"assumedMasterState":${text}}`).join(' ,\n')}]`;
      expect(sentTexts(body)).toEqual(documents);
    }),
  );
});
