/** A rule of the product, deliberately broken by replacing one piece of its text. */
export interface Mutation {
  readonly name: string;
  /** The end of the file's path. */
  readonly file: string;
  /** Occurs exactly once there. */
  readonly find: string;
  readonly replace: string;
  /** The story that shows it; without one, chance does. */
  readonly story?: string;
  /** Some of so many seeds, from 1 on, must fail. */
  readonly caughtWithin: number;
}

const SQL = 'src-server/database/functions';

/** Each is a mistake that somebody could make. The simulation must not pass with any of them. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a grant is not capped by what is there',
    file: `${SQL}/10-decide-grants.sql`,
    find: 'else kept + least(need, greatest(0, on_hand',
    replace: 'else kept + greatest(need, least(0, on_hand',
    caughtWithin: 10,
  },
  {
    name: 'grants do not shrink',
    file: `${SQL}/90-apply-batch.sql`,
    find: 'if v_decided.short then',
    replace: 'if false then',
    caughtWithin: 20,
  },
  {
    name: 'grants under payment shrink too',
    file: `${SQL}/20-shrink-grants.sql`,
    find: 'case when h.shielded then h.granted',
    replace: 'case when false then h.granted',
    story: 'goodsGoWhilePaid',
    caughtWithin: 3,
  },
  {
    name: 'a repeated tender is applied again',
    file: `${SQL}/90-apply-batch.sql`,
    find: "case when s.content_hash = o.hash then 'repeated' when o.status",
    replace: "case when s.content_hash = o.hash then 'applied' when o.status",
    caughtWithin: 10,
  },
  {
    name: 'a tender may be stale',
    file: `${SQL}/90-apply-batch.sql`,
    find: "when o.status = 'tendered' then 'applied'",
    replace:
      "when o.status = 'tendered' and o.revision > s.revision and s.reservation_state = 'live' then 'applied'",
    story: 'takenOverUnseen',
    caughtWithin: 6,
  },
  {
    name: 'an abandoned sale keeps what it held',
    file: `${SQL}/90-apply-batch.sql`,
    find: "when d.status = 'abandoned' or d.code = 'oldEpoch' then ends",
    replace: "when d.status = 'abandoned' or d.code = 'oldEpoch' then nothing",
    caughtWithin: 20,
  },
  {
    name: 'a period ends before its sales have arrived',
    file: `${SQL}/50-rare-operations.sql`,
    find: 'continue when not count_is_complete(',
    replace: 'continue when false and count_is_complete(',
    story: 'shiftClosesFirst',
    caughtWithin: 3,
  },
  {
    name: 'a till is told its own grants as those of others',
    file: 'src-server/database/feed-queries.ts',
    find: 's.reserved - coalesce(held.units, 0)',
    replace: 's.reserved - 0 * coalesce(held.units, 0)',
    caughtWithin: 10,
  },
  {
    name: "an older epoch's grants count as the till's own",
    file: 'src-server/database/feed-queries.ts',
    find: 'l.terminal_id = $2 and l.epoch = me.epoch',
    replace: 'l.terminal_id = $2',
    story: 'storeIsLost',
    caughtWithin: 4,
  },
  {
    name: 'soldHere is of every epoch',
    file: 'src-server/database/feed-queries.ts',
    find: 'o.sku = s.sku and o.epoch = me.epoch and',
    replace: 'o.sku = s.sku and',
    story: 'storeIsLost',
    caughtWithin: 4,
  },
  {
    name: 'a checkpoint of a lost future is believed',
    file: 'src-server/sync/feed.ts',
    find: 'if (from.serverEpoch !== clock.server_epoch || known !== from.stamp) return',
    replace: 'if (from.serverEpoch < 0 || known === undefined) return',
    story: 'serverGoesBack',
    caughtWithin: 12,
  },
  {
    name: 'a hand-over reserves twice',
    file: 'src-server/database/hand-over-queries.ts',
    find: 'reserved = k.reserved - o.granted + coalesce',
    replace: 'reserved = k.reserved + coalesce',
    story: 'takenOverUnseen',
    caughtWithin: 4,
  },
  {
    name: 'nothing expires',
    file: 'src-server/stock/sweeper.ts',
    find: "where reservation_state = 'live' and expires_at <= $1",
    replace: "where reservation_state = 'live' and expires_at <= $1::timestamptz - interval '1 hour'",
    caughtWithin: 20,
  },
  {
    name: 'under payment is said to be granted when it is not',
    file: 'src-server/http/sale-routes.ts',
    find: 'if (!isGranted(result))',
    replace: 'if (false && !isGranted(result))',
    caughtWithin: 20,
  },
  {
    name: 'a store that went back in time is not noticed',
    file: 'src-server/terminals/decide-head.ts',
    find: 'if (told.sequence < known.sequence && nowMs',
    replace: 'if (told.sequence < -known.sequence && nowMs',
    story: 'olderProfileComesBack',
    caughtWithin: 6,
  },
  {
    name: 'what was sold here is left out',
    file: 'shared/stock/availability.ts',
    find: 'return level.onHand + level.soldHere - ',
    replace: 'return level.onHand - ',
    caughtWithin: 10,
  },
  {
    name: 'what others hold is left out',
    file: 'shared/stock/availability.ts',
    find: ' - level.reservedElsewhere - demand',
    replace: ' - demand',
    caughtWithin: 10,
  },
  {
    name: 'damaged goods go back on the shelf',
    file: 'shared/stock/stock-effect.ts',
    find: "if (!tendered || line.disposition === 'damaged') return 0;",
    replace: 'if (!tendered) return 0;',
    story: 'thingsComeBack',
    caughtWithin: 3,
  },
  {
    name: 'an open return is already back',
    file: 'shared/stock/stock-effect.ts',
    find: "if (!tendered || line.disposition === 'damaged') return 0;",
    replace: "if (line.disposition === 'damaged') return 0;",
    story: 'thingsComeBack',
    caughtWithin: 3,
  },
  {
    name: 'a handed-over sale leaves demand early',
    file: 'src-renderer/database/stock-repository.ts',
    find: 'return entry.document.version >= result.document.version;',
    replace: 'return true;',
    story: 'takenOverUnseen',
    caughtWithin: 4,
  },
  {
    name: 'a late message overwrites a newer document',
    file: 'src-renderer/database/pulled-store.ts',
    find: 'if (present && !isNewer(serverEpoch, document, present)) continue;',
    replace: 'if (present && serverEpoch < 0) continue;',
    story: 'messagesOvertake',
    caughtWithin: 4,
  },
  {
    name: 'what is kept is not noted',
    file: 'src-renderer/sync/unanswered.ts',
    find: 'return heard?.revision === revision;',
    replace: 'return heard?.revision === -revision;',
    story: 'accessIsWithdrawn',
    caughtWithin: 4,
  },
  {
    name: 'nothing is sent again',
    file: 'src-renderer/sync/audit.ts',
    find: '!isAnswered(collection, id, facts) && !isFresh(storedAt)',
    replace: "collection !== 'sales' && !isAnswered(collection, id, facts) && !isFresh(storedAt)",
    story: 'clockIsSetBack',
    caughtWithin: 4,
  },
  {
    name: 'what was heard outlives the server that said it',
    file: 'src-renderer/sync/synchronisation.ts',
    find: 'onResultsDropped: () => heard.clear(),',
    replace: 'onResultsDropped: async () => {},',
    story: 'serverGoesBack',
    caughtWithin: 4,
  },
  {
    name: 'stock is asked for before the facts have arrived',
    file: 'src-renderer/sync/pulled-collections.ts',
    find: 'await options.untilDelivered();',
    replace: '',
    story: 'serverGoesBack',
    caughtWithin: 4,
  },
  {
    name: 'a new epoch is measured by the head of the old one',
    file: `${SQL}/50-rare-operations.sql`,
    find: 'set epoch = p_epoch, instance = null, head_sequence = null, head_hash = null where',
    replace: 'set epoch = p_epoch where',
    story: 'olderProfileComesBack',
    caughtWithin: 6,
  },
];

export function mutationNamed(name: string): Mutation {
  const found = MUTATIONS.find((mutation) => mutation.name === name);
  if (!found) throw new Error(`there is no mutation ${name}`);
  return found;
}
