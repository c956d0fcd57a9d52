const isDigit = (code: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(code));

/** A digit of another script as 0 to 9: Unicode has ten of them in a row, always. */
function westernDigit(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && isDigit(code - value - 1)) value += 1;
  return String(value);
}

/** The same text with every digit as 0 to 9, whatever script it was typed in (٣, ۳ and ३ are 3). */
export const withWesternDigits = (text: string): string =>
  text.replace(/[^\d\P{Nd}]/gu, (digit) => westernDigit(digit));
