/** Worlds that once failed, and what was wrong. They stay, as long as the script of a seed stays the same. */
export const FOUND_SEEDS: readonly {
  readonly seed: number;
  readonly steps?: number;
  readonly what: string;
}[] = [
  { seed: 2, what: 'a pull that was stopped took rows under way, for which the next one waited for ever' },
  {
    seed: 8,
    what: 'an answer that was on its way while a backup was restored was believed: the restored server never got the Z',
  },
  { seed: 66, what: 'a till that asked again before payment was promised what was about to lapse' },
  {
    seed: 507,
    what: 'a parked sale that had lapsed stayed in the demand of its till after another took it over',
  },
  {
    seed: 2003,
    steps: 150,
    what: 'a cart that another till took over stayed in the demand of its till with lines that the server never heard of',
  },
];
