import type { Look } from './look.ts';
import { HOUSE } from './rows/house.ts';
import { OFFLINE } from './rows/offline.ts';
import { PAYING } from './rows/paying.ts';
import { SELLING } from './rows/selling.ts';
import { SHIFT } from './rows/shift.ts';
import { STAFF } from './rows/staff.ts';
import { START } from './rows/start.ts';

/** One till from its first start: sells, takes money and goes offline. */
export const COUNTER: readonly Look[] = [...START, ...SELLING, ...PAYING, ...OFFLINE];
/** Another, whose people have PINs: drawer, stock, settings. */
export const BACK_ROOM: readonly Look[] = [...STAFF, ...SHIFT, ...HOUSE];
export const LOOKS: readonly Look[] = [...COUNTER, ...BACK_ROOM];
