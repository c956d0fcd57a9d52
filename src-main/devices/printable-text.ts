import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { withWesternDigits } from '../../shared/core/western-digits.ts';

export type CodePage = Parameters<ReceiptPrinterEncoder['codepage']>[0];

/** Signs that are common on receipts and rare in printers. */
const STAND_INS: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '…': '...',
  '٫': '.',
  '٬': ',',
  '·': '-',
  '•': '-',
  '×': 'x',
  '€': 'EUR',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

const newEncoder = () =>
  new ReceiptPrinterEncoder({ language: 'esc-pos', codepageMapping: 'epson', embedded: true });

/** Whether the printers this till speaks to know a page by that name. `auto` is none: it picked wrong pages for ø and €. */
export function isCodePage(name: string): name is Exclude<CodePage, 'auto'> {
  if (name === 'auto') return false;
  try {
    newEncoder()
      .codepage(name as CodePage)
      .text('x')
      .encode();
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes any text one that a code page has: what it lacks becomes its stand-in or its letter without the accent, and a
 * question mark only when there is neither. Every kind of space is a space, and so are control characters, which a
 * printer would obey.
 */
export function printableFor(codePage: Exclude<CodePage, 'auto'>): (text: string) => string {
  const known = new Map<string, boolean>();
  const has = (sign: string): boolean => {
    let answer = known.get(sign);
    if (answer === undefined) {
      const bytes = newEncoder().codepage(codePage).text(`A${sign}B`).encode();
      // One byte of the upper half between the two letters. In the lower half stand the question mark, which the encoder
      // writes for what the page lacks, and the commands: old pages draw ♥ and ← where a printer obeys ETX and ESC.
      answer = bytes.some((byte, at) => byte >= 0x80 && bytes[at - 1] === 0x41 && bytes[at + 1] === 0x42);
      known.set(sign, answer);
    }
    return answer;
  };
  const standIn = (sign: string): string => {
    if (/\p{Cc}|\p{Zs}/u.test(sign)) return ' ';
    if (/\p{Cf}/u.test(sign)) return '';
    if (sign <= '~' || has(sign)) return sign;
    if (/\p{Nd}/u.test(sign)) return withWesternDigits(sign);
    const replaced = STAND_INS[sign];
    if (replaced !== undefined) return replaced;
    const plain = sign.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    return plain !== '' && Array.from(plain).every((part) => part <= '~' || has(part)) ? plain : '?';
  };
  return (text) => Array.from(text.normalize('NFC'), standIn).join('');
}
