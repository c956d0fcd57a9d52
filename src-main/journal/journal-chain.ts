import path from 'node:path';
import { assert } from '../../shared/core/assert.ts';
import { FIRST_PREVIOUS_HASH, type TenderedSale } from '../../shared/sale/sale.ts';
import type { ChainHead } from './decide-commit.ts';
import type { JournalFile, JournalFileSystem } from './file-system.ts';
import type { JournalReport } from './journal-report.ts';
import { type Chain, type JournalEntry, readLine, type SegmentScan, scanSegment } from './scan-segment.ts';
import { indexText, scanByIndex } from './segment-index.ts';

const SEGMENT_NAME = /^\d{10}\.ndjson$/;

export type AppendOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'diskFull' | 'writeFailed' | 'journalUnsafe';
      readonly detail: string;
    };

interface Segment {
  readonly file: string;
  readonly entries: JournalEntry[];
  lengthBytes: number;
  /** Has a line that cannot be trusted: kept as it is, never appended to. */
  damaged: boolean;
}

const reasonOf = (fault: unknown): string => {
  const { code, message } = fault as NodeJS.ErrnoException;
  return code ?? message ?? 'unknown';
};

/** The sales of one terminal in one of its epochs, in files named after the first sequence that each may hold. */
export class JournalChain {
  readonly chain: Chain;
  readonly #disk: JournalFileSystem;
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #report: (report: JournalReport) => void;
  readonly #segments: Segment[] = [];
  #head: ChainHead = { sequence: 0, hash: FIRST_PREVIOUS_HASH };
  #open: { readonly segment: Segment; readonly handle: JournalFile } | null = null;
  #unsafe: string | null = null;

  constructor(
    disk: JournalFileSystem,
    folder: string,
    chain: Chain,
    segmentBytes: number,
    report: (report: JournalReport) => void,
  ) {
    this.#disk = disk;
    this.#folder = folder;
    this.chain = chain;
    this.#segmentBytes = segmentBytes;
    this.#report = report;
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Reads all files, cuts a torn tail, and finds the head. */
  async load(): Promise<void> {
    const names = (await this.#disk.list(this.#folder)).filter((name) => SEGMENT_NAME.test(name));
    for (const [index, name] of names.entries()) {
      const file = path.join(this.#folder, name);
      try {
        await this.#loadSegment(file, index === names.length - 1);
      } catch (fault) {
        this.#report({ kind: 'unreadableFile', file, detail: reasonOf(fault) });
        this.#segments.push({ file, entries: [], lengthBytes: 0, damaged: true });
        // Which sequences it holds is unknown, and none may be given twice.
        this.#unsafe = `cannot read ${name}`;
      }
    }
  }

  async #loadSegment(file: string, isLast: boolean): Promise<void> {
    const bytes = await this.#disk.read(file);
    const scan = isLast ? scanSegment(bytes, this.chain) : await this.#scanFull(file, bytes);
    for (const line of scan.broken) this.#report({ kind: 'brokenEntry', file, ...line });
    this.#checkLinks(file, scan.entries);
    const segment: Segment = {
      file,
      entries: [...scan.entries],
      lengthBytes: scan.completeBytes,
      damaged: scan.broken.length > 0 || (scan.tornBytes > 0 && !isLast),
    };
    this.#segments.push(segment);
    const newest = scan.entries.at(-1);
    if (newest && newest.sequence >= this.#head.sequence)
      this.#head = { sequence: newest.sequence, hash: newest.hash };
    // A line that was complete may be a sale whose receipt was printed: its sequence is not given again.
    this.#head = { ...this.#head, sequence: this.#head.sequence + scan.brokenAtEnd };
    if (scan.tornBytes > 0) await this.#repairTail(segment, bytes, scan, isLast);
  }

  /** A file that is full: proven once entry by entry, afterwards by its digest. */
  async #scanFull(file: string, bytes: Uint8Array): Promise<SegmentScan> {
    const indexFile = `${file}.index`;
    const index = await this.#disk.readText(indexFile);
    const known = index === null ? null : scanByIndex(bytes, index);
    if (known) return known;
    const scan = scanSegment(bytes, this.chain);
    if (scan.broken.length === 0 && scan.tornBytes === 0) {
      try {
        await this.#disk.replaceText(indexFile, indexText(bytes, scan.entries));
      } catch {
        // The next start proves the file anew; nothing else hangs on it.
      }
    }
    return scan;
  }

  #checkLinks(file: string, entries: readonly JournalEntry[]): void {
    let { sequence, hash } = this.#head;
    for (const entry of entries) {
      if (entry.sequence !== sequence + 1)
        this.#report({
          kind: 'brokenSequence',
          file,
          offset: entry.offset,
          expected: sequence + 1,
          found: entry.sequence,
        });
      else if (entry.previousHash !== hash) this.#report({ kind: 'brokenLink', file, offset: entry.offset });
      sequence = entry.sequence;
      hash = entry.hash;
    }
  }

  /** What stands after the last line's end was never acknowledged: it is set aside and cut. */
  async #repairTail(segment: Segment, bytes: Uint8Array, scan: SegmentScan, isLast: boolean): Promise<void> {
    const { file } = segment;
    const lengthBytes = scan.tornBytes;
    const offset = scan.completeBytes;
    if (!isLast) {
      this.#report({ kind: 'brokenEntry', file, offset, lengthBytes, reason: 'unreadable' });
      return;
    }
    const tail = bytes.subarray(offset);
    try {
      const handle = await this.#handleOf(segment);
      if (scan.tornIsEntry) {
        // Whole but for its line's end: losing it could lose a sale, keeping it cannot.
        await this.#writeAll(handle, Uint8Array.of(0x0a), bytes.length);
        await handle.sync();
        const sale = readLine(tail, this.chain);
        assert(typeof sale !== 'string', 'an entry that was read once can be read again');
        this.#keep(segment, sale, tail.length);
        this.#report({ kind: 'tailCompleted', file, offset, lengthBytes });
        return;
      }
      await this.#setAside(`${file}.torn-${offset}`, tail);
      await handle.truncate(offset);
      await handle.sync();
      this.#report({ kind: 'tornTail', file, offset, lengthBytes });
    } catch (fault) {
      this.#unsafe = `cannot repair ${path.basename(file)}: ${reasonOf(fault)}`;
      this.#report({ kind: 'unrepairedTail', file, offset, lengthBytes, detail: reasonOf(fault) });
    }
  }

  /** For a person who looks into it later; that it cannot be kept stops nothing. */
  async #setAside(file: string, bytes: Uint8Array): Promise<void> {
    try {
      const handle = await this.#disk.open(file);
      try {
        await this.#writeAll(handle, bytes, 0);
      } finally {
        await handle.close();
      }
    } catch {
      // The report of the torn tail is still made.
    }
  }

  entryOf(saleId: string): JournalEntry | undefined {
    for (const segment of this.#segments) {
      const found = segment.entries.find((entry) => entry.saleId === saleId);
      if (found) return found;
    }
    return undefined;
  }

  saleIds(): string[] {
    return this.#segments.flatMap((segment) => segment.entries.map((entry) => entry.saleId));
  }

  /** Good entries after a sequence, oldest first. An entry that went bad since the start is reported and left out. */
  async entries(afterSequence: number, most: number): Promise<TenderedSale[]> {
    const sales: TenderedSale[] = [];
    for (const segment of this.#segments) {
      const wanted = segment.entries
        .filter((entry) => entry.sequence > afterSequence)
        .slice(0, most - sales.length);
      const first = wanted[0];
      const last = wanted.at(-1);
      if (!first || !last) continue;
      const bytes = await this.#disk.readPart(
        segment.file,
        first.offset,
        last.offset + last.lengthBytes - first.offset,
      );
      for (const entry of wanted) {
        const from = entry.offset - first.offset;
        const sale = readLine(bytes.subarray(from, from + entry.lengthBytes), this.chain);
        if (typeof sale === 'string')
          this.#report({
            kind: 'brokenEntry',
            file: segment.file,
            offset: entry.offset,
            lengthBytes: entry.lengthBytes,
            reason: sale,
          });
        else sales.push(sale);
      }
      if (sales.length >= most) break;
    }
    return sales;
  }

  /** Appends one entry. When this answers ok it is on the disk; otherwise nothing of it will ever be read. */
  async append(sale: TenderedSale, line: string): Promise<AppendOutcome> {
    if (this.#unsafe !== null) return { ok: false, code: 'journalUnsafe', detail: this.#unsafe };
    let segment: Segment;
    let handle: JournalFile;
    try {
      segment = await this.#segmentFor(sale.sequence);
      handle = await this.#handleOf(segment);
      const { lengthBytes, links } = await handle.stat();
      if (links === 0 || lengthBytes !== segment.lengthBytes) {
        this.#unsafe = 'the file was changed by another program';
        return { ok: false, code: 'journalUnsafe', detail: this.#unsafe };
      }
    } catch (fault) {
      return failureOf(fault);
    }
    const bytes = new TextEncoder().encode(`${line}\n`);
    try {
      await this.#writeAll(handle, bytes, segment.lengthBytes);
      await handle.sync();
    } catch (fault) {
      await this.#takeBack(handle, segment.lengthBytes);
      return this.#unsafe === null
        ? failureOf(fault)
        : { ok: false, code: 'journalUnsafe', detail: this.#unsafe };
    }
    this.#keep(segment, sale, bytes.length - 1);
    return { ok: true };
  }

  #keep(segment: Segment, sale: TenderedSale, lengthBytes: number): void {
    const { sequence, id: saleId, previousHash, hash } = sale;
    segment.entries.push({ offset: segment.lengthBytes, lengthBytes, sequence, saleId, previousHash, hash });
    segment.lengthBytes += lengthBytes + 1;
    this.#head = { sequence, hash };
  }

  async #takeBack(handle: JournalFile, lengthBytes: number): Promise<void> {
    try {
      await handle.truncate(lengthBytes);
      await handle.sync();
    } catch (fault) {
      // Half an entry may stand there now. Only a restart, which reads the file anew, can tell.
      this.#unsafe = `an append failed and could not be taken back: ${reasonOf(fault)}`;
    }
  }

  async #writeAll(handle: JournalFile, bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const taken = await handle.write(bytes.subarray(done), position + done);
      if (taken <= 0) throw Object.assign(new Error('the disk takes nothing'), { code: 'EIO' });
      done += taken;
    }
  }

  async #segmentFor(sequence: number): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (last && !last.damaged && last.lengthBytes < this.#segmentBytes) return last;
    await this.#disk.makeFolder(this.#folder);
    const segment: Segment = {
      file: path.join(this.#folder, `${String(sequence).padStart(10, '0')}.ndjson`),
      entries: [],
      lengthBytes: 0,
      damaged: false,
    };
    await this.#handleOf(segment);
    this.#segments.push(segment);
    return segment;
  }

  async #handleOf(segment: Segment): Promise<JournalFile> {
    if (this.#open?.segment === segment) return this.#open.handle;
    const handle = await this.#disk.open(segment.file);
    await this.#open?.handle.close();
    this.#open = { segment, handle };
    return handle;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.handle.close();
  }
}

function failureOf(fault: unknown): AppendOutcome {
  const reason = reasonOf(fault);
  const full = reason === 'ENOSPC' || reason === 'EDQUOT';
  return { ok: false, code: full ? 'diskFull' : 'writeFailed', detail: reason };
}
