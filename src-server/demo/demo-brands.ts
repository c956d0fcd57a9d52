/**
 * The brands of the demo shop, all invented, with the seven-digit GS1 company prefix that begins their GTINs.
 * The prefixes look like those of European companies; nothing in them belongs to a real product on purpose.
 */
export const BRAND_PREFIXES = {
  Brixelle: '8713306',
  Castelmura: '8017702',
  Copperkite: '9005583',
  Dunmeadow: '4017301',
  Ferrowby: '5030418',
  Frostmere: '4072215',
  Grauwacke: '4056731',
  Halverbrook: '4031882',
  Haverglen: '8711970',
  Inkhaven: '4119962',
  Klaarwit: '8720518',
  Krokanto: '9002614',
  Montasole: '8022195',
  Ninelamps: '8719043',
  Northloom: '7640277',
  Orlavine: '4260417',
  Otterby: '5048820',
  Papyrella: '4337704',
  Pippinvale: '4008852',
  Quellburn: '4102297',
  Snugpaw: '4064418',
  Striderly: '4390125',
  Sundhavn: '7609154',
  Tarnwick: '5019337',
  Valdorrin: '8034471',
  Velmora: '4201663',
  Zimrock: '4044260',
} as const;

export type Brand = keyof typeof BRAND_PREFIXES;
