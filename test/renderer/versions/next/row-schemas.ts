import type { RxJsonSchema } from 'rxdb';
import {
  type AuthoredRow as PresentRow,
  authoredRowSchema as presentSchema,
  type RowStep,
} from '../../../../src-renderer/database/row-schemas.ts';

export {
  PAGE_STEPS,
  type PageRow,
  pageRowSchema,
  type RowStep,
} from '../../../../src-renderer/database/row-schemas.ts';

/** The rows of an application of tomorrow: each knows the day on which it was stored, and there is an index over it. */
export interface AuthoredRow extends PresentRow {
  storedOn?: string;
}

export const authoredRowSchema: RxJsonSchema<AuthoredRow> = {
  ...(presentSchema as RxJsonSchema<AuthoredRow>),
  version: 1,
  properties: {
    ...(presentSchema as RxJsonSchema<AuthoredRow>).properties,
    storedOn: { type: 'string', maxLength: 10 },
  },
  // RxDB wants what is indexed to be required; a row that a step could not carry over lacks it all the same.
  required: ['id', 'revision', 'resends', 'storedAt', 'body', 'storedOn'],
  indexes: ['storedOn'],
};

/** A sale over which the step stumbles. */
const STUMBLES = '01900000-0000-7000-9000-000000000012';

export const AUTHORED_STEPS: readonly RowStep<AuthoredRow>[] = [
  (row) => {
    if (row.id === STUMBLES) throw new Error('planted');
    return { ...row, storedOn: row.storedAt.slice(0, 10) };
  },
];
