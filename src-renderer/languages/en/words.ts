import { attention } from './attention.ts';
import { display } from './display.ts';
import { houseRules } from './house-rules.ts';
import { kit } from './kit.ts';
import { pairing } from './pairing.ts';
import { parking } from './parking.ts';
import { receipt } from './receipt.ts';
import { returns } from './returns.ts';
import { scanner } from './scanner.ts';
import { selling } from './selling.ts';
import { settings } from './settings.ts';
import { shift } from './shift.ts';
import { speedKeys } from './speed-keys.ts';
import { staff } from './staff.ts';
import { stock } from './stock.ts';
import { tendering } from './tendering.ts';
import { till } from './till.ts';
import { training } from './training.ts';

/** Every sentence of the till. What English has, every other language must have: the compiler asks for it. */
export const en = {
  attention,
  display,
  houseRules,
  kit,
  pairing,
  parking,
  receipt,
  returns,
  scanner,
  selling,
  settings,
  shift,
  speedKeys,
  staff,
  stock,
  tendering,
  till,
  training,
};

export type Words = typeof en;
