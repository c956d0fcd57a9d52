/** What shops call the option that is a size, in the languages of their exports. */
const SIZE_NAMES = new Set([
  'size',
  'größe',
  'groesse',
  'grösse',
  'taille',
  'pointure',
  'talla',
  'taglia',
  'tamaño',
  'tamanho',
  'maat',
  'storlek',
  'størrelse',
  'koko',
  'rozmiar',
  'velikost',
  'veľkosť',
  'méret',
  'mărime',
  'размер',
  'розмір',
  'サイズ',
  '尺寸',
  '尺码',
]);

/** True for `Size`, `Größe`, `Taille` … and for compounds such as `Shoe size` and `Schuhgröße`. */
export function isSizeOption(name: string): boolean {
  const plain = name.normalize('NFC').trim().toLowerCase();
  return SIZE_NAMES.has(plain) || /(?:^|[\s_-])sizes?$|gr(?:öß|öss|oess)e$/.test(plain);
}
