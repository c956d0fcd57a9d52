import { demoShop } from '../../../src-server/demo/demo-shop.ts';

const [marta, first, second] = demoShop().staff;
if (!marta || !first || !second) throw new Error('the demo shop has too few people');

/** Who may everything, and comes when she is called. */
export const owner = marta;
/** Has the till on this day. */
export const idris = first;
/** Has the other one. */
export const joana = second;
