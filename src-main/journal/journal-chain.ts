import path from 'node:path';
import { ChainCheck } from '../../shared/journal/chain-check.ts';
import {
  type Chain,
  type ChainHead,
  ENTRY_MAX,
  type EntryKind,
  type JournalEntry,
} from '../../shared/journal/entry.ts';
import type { JournalReport } from '../../shared/journal/journal-report.ts';
import type { JournalFile, JournalFileSystem } from './file-system.ts';
import {
  type EntryPlace,
  isBroken,
  placeOf,
  readLine,
  type SegmentScan,
  scanSegment,
} from './scan-segment.ts';
import { indexText, scanByIndex } from './segment-index.ts';

const SEGMENT_NAME = /^\d{10}\.ndjson$/;
const NAME_DIGITS = 10;

export type AppendOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'diskFull' | 'writeFailed' | 'journalUnsafe';
      readonly detail: string;
    };

interface Segment {
  readonly file: string;
  readonly entries: EntryPlace[];
  lengthBytes: number;
  /** Has a line that cannot be trusted: kept as it is, never appended to. */
  damaged: boolean;
  brokenLines: number;
}

/** A file as far as it is proven, for a copy. What is appended later comes after `lengthBytes`. */
export interface SegmentFile {
  readonly file: string;
  readonly lengthBytes: number;
  readonly entries: number;
  readonly brokenLines: number;
  readonly damaged: boolean;
}

const reasonOf = (fault: unknown): string => {
  const { code, message } = fault as NodeJS.ErrnoException;
  return code ?? message ?? 'unknown';
};

/** What one terminal did in one of its epochs, in files named after the first entry that each may hold. */
export class JournalChain {
  readonly chain: Chain;
  readonly #disk: JournalFileSystem;
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #tell: (report: JournalReport) => void;
  readonly #segments: Segment[] = [];
  readonly #check = new ChainCheck();
  /** False once damage, or a sale that was restored, has put lines out of their order. */
  #inOrder = true;
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
    this.#tell = report;
  }

  get head(): ChainHead {
    return this.#check.head;
  }

  get files(): SegmentFile[] {
    return this.#segments.map((segment) => ({ ...segment, entries: segment.entries.length }));
  }

  #report(
    code: JournalReport['code'],
    file: string,
    facts: Partial<Pick<JournalReport, 'offset' | 'lengthBytes' | 'entry' | 'reason' | 'stops'>>,
  ): void {
    const name = [this.chain.terminalId, this.chain.epoch, path.basename(file)].join('/');
    this.#tell({
      code,
      file: name,
      offset: 0,
      lengthBytes: 0,
      entry: null,
      reason: '',
      stops: false,
      ...facts,
    });
  }

  /** Reads all files, cuts a torn tail, and finds the head. */
  async load(): Promise<void> {
    const names = (await this.#disk.list(this.#folder)).filter((name) => SEGMENT_NAME.test(name));
    for (const [index, name] of names.entries()) {
      const file = path.join(this.#folder, name);
      try {
        await this.#loadSegment(file, index === names.length - 1);
      } catch (fault) {
        this.#report('unreadableFile', file, { reason: reasonOf(fault), stops: true });
        this.#segments.push({ file, entries: [], lengthBytes: 0, damaged: true, brokenLines: 0 });
        // Which numbers it holds is unknown, and none may be given twice.
        this.#unsafe = `cannot read ${name}`;
      }
    }
  }

  async #loadSegment(file: string, isLast: boolean): Promise<void> {
    const bytes = await this.#disk.read(file);
    const scan = isLast ? scanSegment(bytes, this.chain) : await this.#scanFull(file, bytes);
    const entries: EntryPlace[] = [];
    for (const line of scan.lines) {
      const { offset, lengthBytes } = line;
      if (isBroken(line)) {
        const entry = this.#check.head.entry + 1;
        this.#report('brokenEntry', file, { offset, lengthBytes, entry, reason: line.reason });
        // A line that was complete may be a sale whose receipt was printed: its numbers are not given again.
        this.#check.skip(line.lost);
        continue;
      }
      this.#checkLink(file, line);
      if (line.restored) this.#inOrder = false;
      entries.push(line);
    }
    const brokenLines = scan.lines.length - entries.length;
    const damaged = brokenLines > 0 || (scan.tornBytes > 0 && !isLast);
    // A file that is damaged is kept and copied as it is, to its last byte.
    const lengthBytes = damaged ? bytes.length : scan.completeBytes;
    const segment: Segment = { file, entries, lengthBytes, damaged, brokenLines };
    this.#segments.push(segment);
    if (scan.tornBytes > 0) await this.#repairTail(segment, bytes, scan, isLast);
  }

  /** A file that is full: proven once entry by entry, afterwards by its digest. */
  async #scanFull(file: string, bytes: Uint8Array): Promise<SegmentScan> {
    const indexFile = `${file}.index`;
    const index = await this.#disk.readText(indexFile);
    const known = index === null ? null : scanByIndex(bytes, index);
    if (known) return known;
    const scan = scanSegment(bytes, this.chain);
    const entries = scan.lines.filter((line): line is EntryPlace => !isBroken(line));
    if (entries.length === scan.lines.length && scan.tornBytes === 0) {
      try {
        await this.#disk.replaceText(indexFile, indexText(bytes, entries));
      } catch {
        // The next start proves the file anew; nothing else hangs on it.
      }
    }
    return scan;
  }

  #checkLink(file: string, place: EntryPlace): void {
    const problem = this.#check.add(place);
    if (!problem) return;
    this.#inOrder = false;
    const { offset, lengthBytes, entry } = place;
    this.#report('brokenLink', file, { offset, lengthBytes, entry, reason: problem.reason });
  }

  /** What stands after the last line's end was never acknowledged: it is set aside and cut. */
  async #repairTail(segment: Segment, bytes: Uint8Array, scan: SegmentScan, isLast: boolean): Promise<void> {
    const { file } = segment;
    const at = { offset: scan.completeBytes, lengthBytes: scan.tornBytes };
    if (!isLast) {
      this.#report('brokenEntry', file, { ...at, reason: 'unreadable' });
      return;
    }
    try {
      const handle = await this.#handleOf(segment);
      if (scan.tornEntry) {
        // Whole but for its line's end: losing it could lose a sale, keeping it cannot.
        await this.#writeAll(handle, Uint8Array.of(0x0a), bytes.length);
        await handle.sync();
        this.#checkLink(file, scan.tornEntry);
        this.#keep(segment, scan.tornEntry);
        this.#report('tailCompleted', file, { ...at, entry: scan.tornEntry.entry });
        return;
      }
      await this.#setAside(`${file}.torn-${at.offset}`, bytes.subarray(at.offset));
      await handle.truncate(at.offset);
      await handle.sync();
      this.#report('tornTail', file, at);
    } catch (fault) {
      this.#unsafe = `cannot repair ${path.basename(file)}: ${reasonOf(fault)}`;
      this.#report('unrepairedTail', file, { ...at, reason: reasonOf(fault), stops: true });
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

  /** Where a document stands, looked for in every file. */
  find(kind: EntryKind, id: string): EntryPlace | undefined {
    for (const segment of this.#segments) {
      const found = segment.entries.find((place) => place.kind === kind && place.id === id);
      if (found) return found;
    }
    return undefined;
  }

  *places(): Generator<EntryPlace> {
    for (const segment of this.#segments) yield* segment.entries;
  }

  /** Good entries that are wanted, in the order of a number of theirs. An entry that went bad since the start is reported and left out. */
  async entries(
    isWanted: (place: EntryPlace) => boolean,
    most: number,
    numberOf: (place: EntryPlace) => number = (place) => place.entry,
  ): Promise<JournalEntry[]> {
    const wanted: { readonly place: EntryPlace; readonly segment: Segment }[] = [];
    for (const segment of this.#segments) {
      // Some of a page may have gone bad since: the next page has the rest.
      if (this.#inOrder && wanted.length > most) break;
      for (const place of segment.entries) if (isWanted(place)) wanted.push({ place, segment });
    }
    if (!this.#inOrder) wanted.sort((a, b) => numberOf(a.place) - numberOf(b.place));
    const found: JournalEntry[] = [];
    for (let next = 0; next < wanted.length && found.length < most; ) {
      const { segment } = wanted[next] as (typeof wanted)[number];
      const page = wanted.slice(next, next + most - found.length);
      const end = page.findIndex((other) => other.segment !== segment);
      const places = (end === -1 ? page : page.slice(0, end)).map(({ place }) => place);
      found.push(...(await this.#read(segment, places)));
      next += places.length;
    }
    return found;
  }

  /** Entries of one file, read at once. */
  async #read({ file }: Segment, places: readonly EntryPlace[]): Promise<JournalEntry[]> {
    const start = Math.min(...places.map((place) => place.offset));
    const end = Math.max(...places.map((place) => place.offset + place.lengthBytes));
    const bytes = await this.#disk.readPart(file, start, end - start);
    return places.flatMap(({ offset, lengthBytes, entry: number }) => {
      const entry = readLine(bytes.subarray(offset - start, offset - start + lengthBytes), this.chain);
      if (typeof entry !== 'string') return [entry];
      this.#report('brokenEntry', file, { offset, lengthBytes, entry: number, reason: entry });
      return [];
    });
  }

  /** Appends one entry. When this answers ok it is on the disk; otherwise nothing of it will ever be read. */
  async append(entry: JournalEntry, line: string): Promise<AppendOutcome> {
    // A number that the next start would not read is not given.
    if (entry.entry > ENTRY_MAX) this.#unsafe ??= 'the chain is full';
    if (this.#unsafe !== null) return { ok: false, code: 'journalUnsafe', detail: this.#unsafe };
    let segment: Segment;
    let handle: JournalFile;
    try {
      segment = await this.#segmentFor(entry.entry);
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
    const place = placeOf(entry, segment.lengthBytes, bytes.length - 1);
    this.#check.add(place);
    this.#keep(segment, place);
    return { ok: true };
  }

  #keep(segment: Segment, place: EntryPlace): void {
    if (place.restored) this.#inOrder = false;
    segment.entries.push(place);
    segment.lengthBytes += place.lengthBytes + 1;
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

  async #segmentFor(number: number): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (last && !last.damaged && last.lengthBytes < this.#segmentBytes) return last;
    await this.#disk.makeFolder(this.#folder);
    // After every file that is there, whatever its name says it holds: files are read in the order of their names.
    const taken = last ? Number.parseInt(path.basename(last.file), 10) : 0;
    const first = Math.max(number, taken + 1);
    if (first > ENTRY_MAX) throw Object.assign(new Error('no name is left for a file'), { code: 'EMFILE' });
    const file = path.join(this.#folder, `${String(first).padStart(NAME_DIGITS, '0')}.ndjson`);
    const segment: Segment = { file, entries: [], lengthBytes: 0, damaged: false, brokenLines: 0 };
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
