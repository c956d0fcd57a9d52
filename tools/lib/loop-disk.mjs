// Disks in a file, for tests that cut their power.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { isRoot } from './project.mjs';

const PROGRAMS = ['losetup', 'mount', 'umount', 'mkfs.ext4'];

/**
 * Why this machine cannot mount a disk in a file, with how to get there; null when it can.
 * @returns {string | null}
 */
export function whyNoLoopDisk() {
  if (process.platform !== 'linux') return 'a power cut can be played on Linux only, on a disk in a file';
  if (!isRoot) return 'only root may mount a disk in a file: run the tests as root (sudo -E npm test)';
  const lacking = PROGRAMS.filter((program) => spawnSync(program, ['--version']).error?.code === 'ENOENT');
  if (lacking.length > 0)
    return `${lacking.join(', ')} is missing: install it (Debian: apt install mount e2fsprogs)`;
  if (!fs.existsSync('/dev/loop-control'))
    return 'the kernel offers no loop devices (modprobe loop; in a container: --privileged)';
  // It may be there and forbidden all the same, as in most containers.
  const asked = spawnSync('losetup', ['--find'], { encoding: 'utf8' });
  return asked.status === 0
    ? null
    : `no loop device can be had here: ${asked.stderr.trim()} (in a container: --privileged)`;
}
