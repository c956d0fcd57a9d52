import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decideOffset, openTillClock } from '../../../src-renderer/sync/till-clock.ts';

const HOUR_MS = 3_600_000;
const at = (time: string) => new Date(`2026-11-22T${time}:00.000Z`);

// A browser's own; Node has none.
beforeEach(() => void vi.stubGlobal('reportError', vi.fn()));

describe('how far the clock of this machine is from the server’s', () => {
  it.each([
    { name: 'the server was never heard', known: null, machine: '12:00', offsetH: 0 },
    { name: 'they agree', known: ['12:00', '12:00'], machine: '15:00', offsetH: 0 },
    { name: 'they agree well enough', known: ['12:00', '12:01'], machine: '15:00', offsetH: 0 },
    { name: 'three hours behind', known: ['12:00', '09:00'], machine: '10:00', offsetH: 3 },
    { name: 'five hours ahead', known: ['12:00', '17:00'], machine: '18:00', offsetH: -5 },
    {
      name: 'it was five hours ahead, and has been set right since',
      known: ['12:00', '17:00'],
      machine: '12:30',
      offsetH: 0,
    },
    {
      name: 'it agreed, and stands two hours back since: not before the server was heard',
      known: ['12:00', '12:00'],
      machine: '10:00',
      offsetH: 2,
    },
  ] as const)('$name', ({ known, machine, offsetH }) => {
    const heard = known && {
      serverAt: at(known[0]).toISOString(),
      machineAt: at(known[1]).toISOString(),
    };
    expect(decideOffset(heard, at(machine))).toBe(offsetH * HOUR_MS);
  });

  it('is kept across restarts, so that a till without the network books on the right day', async () => {
    const facts = new Map<string, unknown>();
    const device = {
      get: <T>(key: string) => Promise.resolve(facts.get(key) as T | undefined),
      set: (key: string, value: unknown) => Promise.resolve(void facts.set(key, value)),
    } as Parameters<typeof openTillClock>[0];
    let machine = at('23:30');
    const clock = await openTillClock(device, () => machine);
    expect(clock.bestNow()).toEqual(machine);
    clock.heard('2026-11-23T04:30:00.000Z', machine, machine);
    expect(clock.offsetMs.getSnapshot()).toBe(5 * HOUR_MS);
    machine = at('23:40');
    const afterRestart = await openTillClock(device, () => machine);
    expect(afterRestart.bestNow().toISOString()).toBe('2026-11-23T04:40:00.000Z');
    expect(afterRestart.lastContactAt.getSnapshot()).toBe(at('23:30').toISOString());
  });
});
