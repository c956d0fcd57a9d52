/** Signs of UN/ECE Recommendation 20 codes; they are the same in every language. Pieces have none. */
const SIGNS: Readonly<Record<string, string>> = {
  PCE: '',
  C62: '',
  EA: '',
  KGM: 'kg',
  GRM: 'g',
  LTR: 'l',
  MLT: 'ml',
  MTR: 'm',
  CMT: 'cm',
};

/** `kg` for KGM, nothing for pieces, the code itself where it has no sign here. */
export const unitSign = (unitCode: string): string => SIGNS[unitCode] ?? unitCode;
