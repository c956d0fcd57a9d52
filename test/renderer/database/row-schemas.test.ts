import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/core/canonical-json.ts';
import { authoredRowSchema, pageRowSchema } from '../../../src-renderer/database/row-schemas.ts';

const digest = (schema: object) =>
  createHash('sha256').update(canonicalJson(schema)).digest('hex').slice(0, 16);

/**
 * A schema that changes without a new version locks every till out of what it has stored (RxDB's DB6). If one of these
 * fails: raise `version`, write the migration, and only then put the new digest here beside the old one.
 */
it.each([
  { name: 'authored rows', schema: authoredRowSchema, version: 0, known: '7acad7612e59ded7' },
  { name: 'pages', schema: pageRowSchema, version: 0, known: 'cd8002e651dc3e4e' },
])('the schema of $name is the one that tills in the field have', ({ schema, version, known }) => {
  expect({ version: schema.version, digest: digest(schema) }).toEqual({ version, digest: known });
});
