import { type DemoCategory, made, openPriced, pack, piece, service } from '../demo-row.ts';

export const bagsAndServices: DemoCategory = {
  code: 'SRV',
  name: 'Bags & services',
  hue: 0,
  taxClass: 'standard',
  shelf: 'fast',
  rows: [
    piece('BAG-PAPER', 'Paper carrier bag', 25, { stock: [500, 300] }),
    piece('BAG-FRUIT', 'Fruit net, reusable', 99),
    made('BAG-COTTON', 'Northloom', 'Cotton tote bag', 299, {
      properties: { colour: ['Natural', 'Black', 'Navy'] },
    }),
    pack('BAG-COOL', 'Copperkite', 'Cool bag', '20 L', 699),
    piece('BAG-GIFT', 'Gift bag', 249),
    piece('DEPOSIT-CRATE', 'Returnable crate deposit', 300, {
      taxClass: 'zero',
      stock: [40, 40],
      discountable: false,
    }),
    service('DEPOSIT-08', 'Deposit, beer bottle', 8, { discountable: false }),
    service('DEPOSIT-15', 'Deposit, bottle', 15, { discountable: false }),
    service('DEPOSIT-25', 'Deposit, can or single-use bottle', 25, { discountable: false }),
    openPriced('GIFT-WRAP', 'Gift wrapping'),
    openPriced('SUNDRIES', 'Sundries'),
    openPriced('SUNDRIES-FOOD', 'Sundries, food', { taxClass: 'reduced' }),
    openPriced('DONATION', 'Donation', { taxClass: 'zero' }),
    openPriced('FLOWER-ORDER', 'Flowers made to order', { taxClass: 'reduced' }),
    openPriced('ALTERATION', 'Alteration'),
    service('HEMMING', 'Trouser hemming', 1200),
    service('KEY-COPY', 'Key copy', 890),
    service('DELIVERY', 'Home delivery', 490),
    service('COFFEE-TO-GO', 'Coffee to go', 250),
  ],
};
