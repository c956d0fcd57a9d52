import type { Asking, Panel, Screen } from '../../src-renderer/runtime/cashier-store.ts';
import type { LookState } from './look.ts';

/** What a cashier can have before them: each of the till's own screens and panels, and what stands before any of them. */
type Shown = Screen | Panel | `question ${Asking['kind']}` | 'lock' | 'approval' | 'training';

interface Coverage {
  /** The rows' names. */
  readonly rows: readonly string[];
  /** Why there is no picture of a state. */
  readonly not: Partial<Readonly<Record<LookState, string>>>;
}

const LOCAL = 'it is all in the local store, which is there before the screen is';
const NO_NETWORK = 'it needs no network and says nothing of it';
const A_FORM = 'a form: filled in it is what was typed';
const NO_REFUSAL = 'nothing in it can be refused';

/**
 * Every screen and panel in every state: the rows that show it, or why there is no such state. The compiler asks for each that the
 * till has; looks.chromium.test.ts compares with the rows.
 */
export const COVERAGE: Readonly<Record<Shown, Coverage>> = {
  sale: { rows: ['sale', 'sale-facts', 'sale-undo', 'exchange', 'search'], not: {} },
  payment: {
    rows: ['payment', 'payment-split', 'card', 'refund', 'post-void'],
    not: { empty: 'an empty cart is not paid' },
  },
  receipt: {
    rows: ['receipt', 'receipt-void', 'email'],
    not: { loading: 'it is shown when the sale is committed, and not before' },
  },
  shift: {
    rows: ['shift', 'shift-opening', 'cash', 'x-report', 'count', 'closing', 'z-report', 'shift-history'],
    not: { loading: LOCAL },
  },
  parked: { rows: ['parked'], not: { loading: LOCAL } },
  sync: {
    rows: ['sync'],
    not: {
      empty: 'it tells of every collection, also of one with nothing in it',
      loading: 'as sale and cashiers show it',
    },
  },
  settings: {
    rows: [
      ...[
        'settings',
        'settings-sounds',
        'settings-printer',
        'settings-keys',
        'settings-rules',
        'settings-scanner',
      ],
      ...['settings-speedKeys', 'settings-display', 'settings-server', 'settings-about', 'key'],
    ],
    not: { empty: 'a setting has a value from the first', loading: LOCAL, offline: NO_NETWORK },
  },
  speedKeys: { rows: ['speedKeys'], not: { loading: LOCAL, offline: NO_NETWORK, error: NO_REFUSAL } },
  help: {
    rows: ['help'],
    not: { empty: 'every act has its key', loading: LOCAL, offline: NO_NETWORK, error: NO_REFUSAL },
  },
  pair: {
    rows: ['pairing'],
    not: { full: A_FORM, offline: 'its error: without a server nothing is paired' },
  },
  line: {
    rows: ['line'],
    not: {
      empty: 'a line has its figures',
      loading: LOCAL,
      offline: NO_NETWORK,
      error: 'what is not allowed cannot be pressed',
    },
  },
  discount: {
    rows: ['discount'],
    not: {
      empty: A_FORM,
      loading: LOCAL,
      offline: NO_NETWORK,
      error: 'what is not allowed cannot be pressed',
    },
  },
  customer: { rows: ['customer', 'customer-new'], not: { loading: LOCAL } },
  saleNote: {
    rows: ['saleNote'],
    not: { full: A_FORM, loading: LOCAL, offline: NO_NETWORK, error: NO_REFUSAL },
  },
  drawer: {
    rows: ['drawer'],
    not: { full: A_FORM, loading: LOCAL, offline: NO_NETWORK, error: NO_REFUSAL },
  },
  stock: {
    rows: ['stock', 'stock-receipt', 'stock-adjustment', 'stock-count'],
    not: { loading: 'the figures here are local; what other stores have is asked for beside them' },
  },
  returns: { rows: ['returns', 'returns-without'], not: { loading: 'as long as a server takes to answer' } },
  'question variant': {
    rows: ['variants'],
    not: {
      empty: 'it asks about forms that there are',
      loading: LOCAL,
      offline: NO_NETWORK,
      error: NO_REFUSAL,
    },
  },
  'question weight': {
    rows: ['weight'],
    not: { empty: A_FORM, loading: LOCAL, offline: NO_NETWORK, error: 'what is no weight cannot be taken' },
  },
  'question price': {
    rows: ['price'],
    not: { full: A_FORM, loading: LOCAL, offline: NO_NETWORK, error: 'what is no price cannot be taken' },
  },
  'question age': {
    rows: ['age'],
    not: { empty: 'it is asked for an article', loading: LOCAL, offline: NO_NETWORK, error: NO_REFUSAL },
  },
  lock: {
    rows: ['lock', 'cashiers', 'pin', 'pin-locked', 'set-pin'],
    not: { offline: 'a PIN is checked here; that a new one needs the network, set-pin says' },
  },
  approval: {
    rows: ['approval'],
    not: { empty: 'it names an act', loading: LOCAL, offline: NO_NETWORK },
  },
  training: {
    rows: ['training-sale', 'training-payment', 'training-receipt', 'training-lock'],
    not: {
      empty: 'as without training',
      loading: 'it has its catalogue from the real till',
      offline: 'it has no server',
      error: 'as without training',
    },
  },
};
