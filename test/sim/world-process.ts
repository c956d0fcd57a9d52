import { spawn } from 'node:child_process';
import path from 'node:path';

/** What `main.ts --json` prints last. */
export interface WorldsReport {
  readonly results: readonly {
    readonly seed: number;
    /** Null: everything held. */
    readonly failure: string | null;
    /** The promise that broke. */
    readonly invariant: string | null;
    readonly trace: string;
  }[];
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Worlds in a process of their own: time, chance and the network are the simulation's there, and a rule that is broken is
 * broken from the first import on. Rejects when the process ends without a report.
 */
export async function simulateApart(
  args: readonly string[],
  mutation: string | null = null,
): Promise<WorldsReport> {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      path.join(import.meta.dirname, 'install.ts'),
      path.join(import.meta.dirname, 'main.ts'),
      '--json',
      ...args,
    ],
    {
      env: { ...process.env, EVERTILL_SIM_MUTATION: mutation ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as WorldsReport;
  } catch {
    throw new Error(`the simulation ended with ${code} and without a report: ${args.join(' ')}`);
  }
}
