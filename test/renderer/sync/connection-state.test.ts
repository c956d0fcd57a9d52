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
