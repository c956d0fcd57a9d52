const LEFT = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
const turned = (bits: string): string => [...bits].reverse().join('');
const inverted = (bits: string): string => [...bits].map((bit) => (bit === '0' ? '1' : '0')).join('');
/** Which of the left digits are written the other way round: it tells the first digit. */
const PARITY = 'LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL'.split(' ');

/** The modules of an EAN-13 barcode, `1` for a bar: 95 of them (GS1 General Specifications, 5.2.1). */
export function ean13Modules(digits: string): string {
  const [first = 0, ...others] = [...digits].map(Number);
  const left = others.slice(0, 6).map((digit, index) => {
    const code = LEFT[digit] ?? '';
    return PARITY[first]?.[index] === 'G' ? turned(inverted(code)) : code;
  });
  const right = others.slice(6).map((digit) => inverted(LEFT[digit] ?? ''));
  return `101${left.join('')}01010${right.join('')}101`;
}
