import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../e2e/support/server-process.ts';

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const MOST_TRIES = 20;

/**
 * A disk of its own: ext4 in a file, mounted through a loop device. What the file holds is what the disk was given; what
 * the system still kept in memory is not in it. So a copy of the file, made while the disk is mounted, is the disk as it
 * stands when the power goes (STACK.md, durability). It is a kind disk: it never forgets what it was given without a flush.
 */
export class LoopDisk {
  /** Where it is mounted. The same after a power cut: a profile in another folder would be a clone. */
  readonly folder: string;
  private image: string;
  private cuts = 0;
  private isMounted = false;

  /** A new, empty disk. Its blocks are only taken from the real one as they are used. */
  constructor(megabytes: number) {
    const place = temporaryFolder('disk');
    this.image = path.join(place, 'disk.img');
    this.folder = path.join(place, 'disk');
    mkdirSync(this.folder);
    writeFileSync(this.image, '');
    truncateSync(this.image, megabytes * 1024 * 1024);
    // A run that is ended in the middle leaves nothing mounted.
    process.once('exit', () => this.unmount());
    run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', this.image);
    this.mount();
  }

  /**
   * Keeps the disk as a power cut at this moment would leave it. Whoever writes to it must be stopped. The copy is of one
   * moment: it is made again until the device has taken nothing meanwhile.
   *
   * @returns how to start the machine again: mounts what was kept, which recovers by its own journal
   */
  cutPower(): () => void {
    this.cuts += 1;
    const kept = `${this.image.replace(/\.\d+$/, '')}.${this.cuts}`;
    for (let tries = 1; ; tries += 1) {
      const before = this.sectorsWritten();
      run('cp', '--sparse=always', this.image, kept);
      if (this.sectorsWritten() === before) break;
      if (tries === MOST_TRIES) throw new Error('the disk was never quiet for as long as a copy takes');
    }
    return () => {
      this.unmount();
      rmSync(this.image, { force: true });
      this.image = kept;
      this.mount();
    };
  }

  unmount(): void {
    if (!this.isMounted) return;
    this.isMounted = false;
    // Lazily: a process that is still ending may hold a file open for a moment.
    run('umount', '--lazy', this.folder);
  }

  private mount(): void {
    run('mount', '-o', 'loop', this.image, this.folder);
    this.isMounted = true;
  }

  private sectorsWritten(): number {
    const device = run('findmnt', '--noheadings', '--output', 'SOURCE', realpathSync(this.folder)).trim();
    const figures = readFileSync(`/sys/block/${path.basename(device)}/stat`, 'utf8')
      .trim()
      .split(/\s+/);
    return Number(figures[6]);
  }
}
