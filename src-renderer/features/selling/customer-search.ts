import type { Customer } from '../../../shared/office/customer.ts';
import type { OfficeRequest } from '../../../shared/office/office-request.ts';

export type KnownCustomer = Pick<Customer, 'id' | 'name' | 'email' | 'phone' | 'taxNumber' | 'taxExempt'>;

const MOST = 50;
const MARKS = /\p{M}/gu;
/** Letters without their marks, so that Müller is found as muller. */
const plain = (text: string): string => text.normalize('NFD').replace(MARKS, '').toLowerCase();
const digits = (text: string): string => text.replace(/\D/g, '');

/** A word with letters is no telephone number, whatever digits it has. */
const isPhone = (word: string): boolean => /^[+\d()/.-]+$/.test(word) && digits(word).length >= 3;

/** Who head office knows, and who was opened here and has not come back from there yet. */
export function customersKnown(
  fromOffice: readonly Customer[],
  requests: readonly OfficeRequest[],
): readonly KnownCustomer[] {
  const known = new Set(fromOffice.map(({ id }) => id));
  const opened = requests.flatMap((request) =>
    request.kind === 'newCustomer' && !known.has(request.id)
      ? [{ ...request.customer, id: request.id } as KnownCustomer]
      : [],
  );
  return [...opened, ...fromOffice.filter(({ active }) => active)];
}

/** Those in whom every word of the text is found: name, e-mail, tax number, or the digits of the phone. */
export function customersLike(
  customers: readonly KnownCustomer[],
  text: string,
  most = MOST,
): readonly KnownCustomer[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const found: KnownCustomer[] = [];
  for (const customer of customers) {
    if (found.length >= most) break;
    const hay = plain(
      [customer.name, customer.email, customer.phone, customer.taxNumber].filter(Boolean).join(' '),
    );
    const phone = digits(customer.phone ?? '');
    const fits = words.every((word) => hay.includes(word) || (isPhone(word) && phone.includes(digits(word))));
    if (fits) found.push(customer);
  }
  return found;
}
