import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConnectionState, createConnectionState } from '../../../src-renderer/sync/connection-state.ts';
import { AccessRefused, NetworkFault } from '../../../src-renderer/sync/server-client.ts';

describe('whether the server answers', () => {
  let state: ConnectionState;
  let beats: number;
  let outcome: Error | null;
  const reported = vi.fn<(error: unknown) => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    // A browser's own; Node has none.
    vi.stubGlobal('reportError', reported);
    beats = 0;
    outcome = null;
    state = createConnectionState(() => new Date());
  });
  afterEach(() => {
    state.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    expect(reported).not.toHaveBeenCalled();
  });

  const start = async () => {
    state.start(() => {
      beats += 1;
      return outcome ? Promise.reject(outcome) : Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(0);
  };
  const shown = () => state.connection.getSnapshot().state;

  it('is online after the first answer, and asks every 20 s', async () => {
    expect(shown()).toBe('connecting');
    await start();
    expect(shown()).toBe('online');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(beats).toBe(4);
  });

  it('is offline when nobody answers, and asks more and more rarely, at least every 8 s', async () => {
    outcome = new NetworkFault('unreachable', 'no answer');
    await start();
    expect(state.connection.getSnapshot()).toMatchObject({ state: 'offline', reason: 'unreachable' });
    await vi.advanceTimersByTimeAsync(15_000);
    const early = beats;
    await vi.advanceTimersByTimeAsync(80_000);
    expect(early).toBeGreaterThanOrEqual(4);
    expect(beats - early).toBeGreaterThanOrEqual(10);
    expect(beats - early).toBeLessThanOrEqual(20);
  });

  it('says since when it is offline, through every further try', async () => {
    outcome = new NetworkFault('unreachable', 'no answer');
    await start();
    const first = state.connection.getSnapshot();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state.connection.getSnapshot()).toEqual(first);
  });

  it('a request that fails is looked into at once', async () => {
    await start();
    outcome = new NetworkFault('unreachable', 'no answer');
    state.unreachable();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toBe('offline');
    expect(beats).toBe(2);
    outcome = null;
    state.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toBe('online');
  });

  it('lets requests wait until someone answers', async () => {
    outcome = new NetworkFault('serverFault', '503');
    await start();
    let released = false;
    const waiting = state.whenReachable('read').then(() => {
      released = true;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(released).toBe(false);
    outcome = null;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(released).toBe(true);
    await waiting;
  });

  it.each([
    { chance: 0, firstRetryMs: 500 },
    { chance: 0.5, firstRetryMs: 750 },
  ])(
    'tills do not all knock at one moment: by chance $chance after $firstRetryMs ms',
    async ({ chance, firstRetryMs }) => {
      vi.spyOn(Math, 'random').mockReturnValue(chance);
      outcome = new NetworkFault('unreachable', 'no answer');
      await start();
      await vi.advanceTimersByTimeAsync(firstRetryMs - 1);
      expect(beats).toBe(1);
      await vi.advanceTimersByTimeAsync(2);
      expect(beats).toBe(2);
      vi.mocked(Math.random).mockRestore();
    },
  );

  it('what pauses after a fault goes on at once when the network is back, and when the till is closed', async () => {
    outcome = new NetworkFault('unreachable', 'no answer');
    await start();
    const ended: string[] = [];
    void state.pauseAfterFault(10).then(() => ended.push('push'));
    void state.pauseFor(10_000).then(() => ended.push('stream'));
    await vi.advanceTimersByTimeAsync(300);
    expect(ended).toEqual([]);
    outcome = null;
    // The browser's own word that some network is there is a good moment to look.
    state.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['push', 'stream']);
    void state.pauseFor(10_000).then(() => ended.push('closed'));
    state.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended.at(-1)).toBe('closed');
  });

  it('with a refused token delivers facts and reads nothing', async () => {
    outcome = new AccessRefused('401');
    await start();
    expect(shown()).toBe('revoked');
    await expect(state.whenReachable('deliver')).resolves.toBeUndefined();
    const reading = state.whenReachable('read');
    state.stop();
    await expect(reading).rejects.toThrow('stopped');
  });
});
