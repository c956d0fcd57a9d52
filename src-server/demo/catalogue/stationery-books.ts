import { type DemoCategory, made, pack, piece, smallPack } from '../demo-row.ts';

/** The price of a book is bound by law: nobody takes anything off it. */
const BOOK = { taxClass: 'reduced', discountable: false } as const;

export const stationeryAndBooks: DemoCategory = {
  code: 'STA',
  name: 'Stationery & books',
  hue: 228,
  taxClass: 'standard',
  shelf: 'slow',
  rows: [
    made('NOTEBOOK', 'Inkhaven', 'Notebook', 490, {
      sizes: ['A5', 'A4'],
      properties: { ruling: ['Lined', 'Squared', 'Blank'] },
      surcharge: { A4: 200 },
    }),
    made('PEN-BALL', 'Inkhaven', 'Ballpoint pen', 149, { properties: { colour: ['Blue', 'Black', 'Red'] } }),
    made('HIGHLIGHTER', 'Inkhaven', 'Highlighter', 129, {
      properties: { colour: ['Yellow', 'Pink', 'Green'] },
    }),
    pack('PENCILS-12', 'Inkhaven', 'Colouring pencils, 12', '', 599),
    smallPack('ERASER', 'Inkhaven', 'Eraser', '', 99),
    smallPack('SHARPENER', 'Inkhaven', 'Pencil sharpener', '', 129),
    pack('GLUE-STICK', 'Inkhaven', 'Glue stick', '20 g', 199),
    pack('SCISSORS', 'Inkhaven', 'Scissors', '17 cm', 499),
    pack('TAPE', 'Inkhaven', 'Sticky tape', '33 m', 149),
    pack('ENVELOPES-25', 'Inkhaven', 'Envelopes C6, 25', '', 249),
    pack('PAPER-500', 'Inkhaven', 'Copy paper A4, 500 sheets', '', 599),
    made('CARD', 'Inkhaven', 'Greeting card', 299, {
      properties: { occasion: ['Birthday', 'Wedding', 'Thank you', 'Sympathy'] },
    }),
    pack('WRAPPING-PAPER', 'Inkhaven', 'Wrapping paper', '2 m', 299),
    pack('CALENDAR', 'Inkhaven', 'Wall calendar', '', 999, { stock: [1, 0] }),
    pack('BOOK-COOKING', 'Inkhaven', 'Cookbook "One Pot, Seven Days"', '', 1990, BOOK),
    pack('BOOK-WALKS', 'Inkhaven', 'Guide "Forty Walks from the Station"', '', 1490, BOOK),
    pack('BOOK-OTTER', 'Inkhaven', 'Picture book "The Otter Who Overslept"', '', 1290, {
      ...BOOK,
      stock: [2, 1],
    }),
    pack('PUZZLES', 'Inkhaven', 'Crossword booklet', '', 390, { taxClass: 'reduced' }),
    pack('NEWSPAPER', 'Inkhaven', 'The Daily Lantern, newspaper', '', 240, {
      taxClass: 'reduced',
      stock: [20, 12],
    }),
    piece('STAMP-LETTER', 'Postage stamp, letter', 95, { taxClass: 'zero', stock: [200, 120] }),
    piece('STAMP-ABROAD', 'Postage stamp, abroad', 125, { taxClass: 'zero', stock: [80, 40] }),
    piece('TICKET-DAY', 'Bus day ticket', 690, { taxClass: 'zero', stock: [50, 50] }),
  ],
};
