import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface Watched<T> {
  readonly value: T;
  /** The longest task of the main thread: how long it took, and how long it had a processor. */
  readonly longestMs: number;
  readonly longestCpuMs: number;
  /** Share of the time in which something on this machine waited for a processor; NaN where Linux does not tell. */
  readonly machineBusy: number;
}

/** Runs work in the page under Chromium's own tracing. */
export async function watchMainThread<T>(page: Page, work: () => Promise<T>): Promise<Watched<T>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', (part) => events.push(...(part.value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.on('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  const before = stalledUs();
  const startedAt = performance.now();
  const value = await work();
  const machineBusy = (stalledUs() - before) / 1000 / (performance.now() - startedAt);
  await session.send('Tracing.end');
  await complete;
  const mains = new Set(
    events
      .filter((event) => event.args?.name === 'CrRendererMain')
      .map((event) => `${event.pid}:${event.tid}`),
  );
  const tasks = events.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.has(`${event.pid}:${event.tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks of the main thread');
  return {
    value,
    longestMs: Math.max(...tasks.map((task) => (task.dur ?? 0) / 1000)),
    longestCpuMs: Math.max(...tasks.map((task) => (task.tdur ?? 0) / 1000)),
    machineBusy,
  };
}

/** Pressure stall information: microseconds in which some task waited for a processor. */
export function stalledUs(): number {
  try {
    return Number(/some .*total=(\d+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}
