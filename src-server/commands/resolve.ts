import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { uuidV7 } from '../../shared/core/uuid.ts';
import { actRequestSchema } from '../../shared/stock/exception-acts.ts';
import type { Database } from '../database/database.ts';
import { openExceptions } from '../stock/exceptions.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { CommandFailure } from './command-failure.ts';
import type { ResolveLine } from './command-line.ts';

/** Does what a person decided about an exception, and writes down who it was and why. */
export async function resolveException(
  database: Database,
  lane: ApplyLane,
  line: ResolveLine,
): Promise<string[]> {
  const { id, act, by, note, quantity, sku, fromStore, keepOpen } = line;
  const request = actRequestSchema.safeParse({
    ...{ id: uuidV7(Date.now(), randomBytes(10)), act, by, note, keepOpen },
    ...(quantity === null ? {} : { quantity }),
    ...(sku === null ? {} : { sku }),
    ...(fromStore === null ? {} : { fromStore }),
  });
  if (!request.success) throw new CommandFailure(`Nothing was done: ${z.prettifyError(request.error)}`);
  const done = await openExceptions({ database, lane }).resolve(id, request.data);
  if (!done.ok) throw new CommandFailure(`Nothing was done. ${done.detail}`);
  const { exception, moved } = done;
  const signed = moved > 0 ? `+${moved}` : String(moved);
  return [
    `${exception.kind} ${exception.id} in store ${exception.storeId}: ${act} by ${by}, ` +
      `${moved === 0 ? 'no stock moved' : `${signed} on the shelf`}, ${exception.resolvedAt === null ? 'still open' : 'resolved'}.`,
  ];
}
