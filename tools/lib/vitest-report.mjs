import fs from 'node:fs';
import path from 'node:path';
import { inProject } from './project.mjs';

/** What a report of Vitest says: counts, as a whole and by file, and each failed test by file and name, with the first line of why. */
export function readReport(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const byFile = new Map();
  if (!fs.existsSync(report)) return { counts, failures, byFile };
  const found = JSON.parse(fs.readFileSync(report, 'utf8'));
  counts.passed = found.numPassedTests;
  counts.failed = found.numFailedTests;
  counts.skipped = found.numPendingTests + found.numTodoTests;
  for (const { name, status, message, assertionResults } of found.testResults) {
    const file = path.relative(inProject(), name).split(path.sep).join('/');
    const having = (wanted) => assertionResults.filter((result) => wanted.includes(result.status)).length;
    byFile.set(file, { passed: having(['passed']), skipped: having(['pending', 'skipped', 'todo']) });
    const failed = assertionResults.filter((result) => result.status === 'failed');
    for (const { fullName, failureMessages } of failed)
      failures.push({ file, name: fullName, why: (failureMessages[0] ?? '').split('\n')[0] });
    // A file that could not be loaded, or whose preparation failed, has no failed test to count.
    if (status === 'failed' && failed.length === 0) {
      counts.failed += 1;
      failures.push({ file, name: 'the file itself', why: (message ?? '').split('\n')[0] });
    }
  }
  return { counts, failures, byFile };
}

export const titleOf = ({ file, name }) => `${file} › ${name}`;
export const told = (failure) => `${titleOf(failure)}${failure.why ? `: ${failure.why}` : ''}`;
