import { applyInPlace, type Change, entries, type MutableObservation } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { packChange, packText, unpackChange, unpackText } from "./codec.ts";
import type { History, HistoryMoments, HistoryOptions, HistoryStatus, Moment } from "./history.ts";
import { openKeyframe, packKeyframe } from "./keyframe.ts";
import { openShelf, replaceDamaged } from "./open-shelf.ts";
import { Overflow } from "./overflow.ts";
import { isKeyframeDue, keyframeToKeep, type Weight } from "./policy.ts";
import type { KeyframeParts, Row, Shelf } from "./shelf.ts";
import { split } from "./split.ts";
import { sqliteTrouble } from "./sqlite-trouble.ts";
import { thinOut } from "./thin-out.ts";

/** How often a full disk is tried again. */
const retryMs = 30_000;

/** The largest keyframe, before compression, that stays open after it was read. */
const keptOpenBytes = 64_000_000;

/** What memory that stands in for a disk may take. */
const memoryMegabytes = 128;

/** Opens or creates the history of one cluster. Throws `HistoryInUseError` when another process has it. */
export function openHistory(options: HistoryOptions): History {
  return new Store(options);
}

export class Store implements History {
  readonly #options: HistoryOptions;
  readonly #overflow = new Overflow();
  #shelf: Shelf;
  #status: HistoryStatus;
  /** Of the last change kept. */
  #seq: number;
  #at: number;
  /** What came after the newest keyframe, which weighs `keyframeBytes`. */
  #weight: Weight;
  /** Nothing can be appended before a keyframe of the present: the changes before it are not here. */
  #isCutOff = false;
  #keyframe: Promise<void> | null = null;
  #opened: { readonly seq: number; readonly observation: Observation } | null = null;
  #triedAt = 0;
  #isClosed = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
    const { shelf, status } = openShelf(options.file, options.now());
    this.#shelf = shelf;
    this.#status = status;
    const last = shelf.last();
    this.#seq = last?.seq ?? 0;
    this.#at = last?.at ?? 0;
    this.#weight = weightOf(shelf);
    this.#guarded(() => this.#forget());
    if (options.maxBytes !== undefined) shelf.limitBytes(options.maxBytes);
  }

  /** For a bound that moved: a disk that got room. */
  limitBytes(bytes: number): void {
    this.#shelf.limitBytes(bytes);
  }

  get status(): HistoryStatus {
    return this.#status;
  }

  append(change: Change): void {
    if (this.#isClosed) return;
    // Time never runs backwards in a recording, whatever the clock of the machine did.
    const at = Math.max(change.at, this.#at);
    for (const part of split({ ...change, at })) this.#append(part);
  }

  #append(change: Change): void {
    const { at } = change;
    const packed = packChange(change);
    const row: Row = { ...packed, seq: this.#seq + 1, at, changes: countOf(change) };
    this.#seq = row.seq;
    this.#at = at;
    this.#weight = {
      ...this.#weight,
      changes: this.#weight.changes + 1,
      rawBytes: this.#weight.rawBytes + packed.rawBytes,
    };
    if (this.#status.state === "full") this.#tryAgain();
    if (this.#isCutOff) this.#startKeyframe();
    else this.#write(row);
    if (!this.#isCutOff && isKeyframeDue(this.#weight)) this.#startKeyframe();
  }

  async momentAt(at: number): Promise<Moment | null> {
    try {
      const keyframe = this.#shelf.keyframeBefore(at);
      if (!keyframe && !this.#shelf.startsEmpty() && !this.#overflow.startsAt(1)) return null;
      const afterSeq = keyframe?.seq ?? 0;
      const rows = unbroken(afterSeq, [...this.#shelf.rows(afterSeq, at), ...this.#overflow.rows(afterSeq, at)]);
      if (!keyframe && rows.length === 0) return null;
      return {
        start: keyframe ? await this.#open(keyframe) : emptyObservation,
        derived: derivedOf(keyframe, this.#options.derivedVersion),
        changes: rows.map(({ body }) => unpackChange(body)),
      };
    } catch (error) {
      this.#suffer(error);
      return null;
    }
  }

  async observationAt(at: number) {
    const moment = await this.momentAt(at);
    if (!moment) return null;
    const { start, changes } = moment;
    const observation: MutableObservation = {
      at: start.at,
      items: copyOfMaps(start.items),
      failures: { ...start.failures },
      readAt: { ...start.readAt },
    };
    for (const change of changes) applyInPlace(observation, change);
    return observation;
  }

  *changesBetween(from: number, to: number): Iterable<Change> {
    try {
      for (const { body } of this.#shelf.rowsBetween(from, to)) yield unpackChange(body);
      for (const { body } of this.#overflow.rowsBetween(from, to)) yield unpackChange(body);
    } catch (error) {
      this.#suffer(error);
    }
  }

  moments(from: number, to: number, limit: number): HistoryMoments {
    const found = this.#guarded(() => {
      const kept = this.#shelf.moments(from, to, limit);
      const moments = [...kept.moments, ...this.#overflow.moments(from, to)];
      return { moments: thinOut(moments, limit), complete: kept.complete && moments.length <= limit };
    });
    return found ?? { moments: [], complete: false };
  }

  span() {
    const from = this.#guarded(() => this.#shelf.first()) ?? this.#overflow.first();
    return from === null ? null : { from, to: Math.max(this.#at, from) };
  }

  async settled(): Promise<void> {
    await this.#keyframe;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#keyframe;
    this.#shelf.close();
  }

  /** The keyframe opened last stays open: who looks at one moment looks at its neighbours next. Readers must not alter it. */
  async #open(keyframe: KeyframeParts): Promise<Observation> {
    if (this.#opened?.seq === keyframe.seq) return this.#opened.observation;
    const observation = await openKeyframe(keyframe.parts);
    this.#opened = keyframe.rawBytes <= keptOpenBytes ? { seq: keyframe.seq, observation } : null;
    return observation;
  }

  #write(row: Row): void {
    if (this.#status.state === "full") {
      this.#keepInMemory(row);
      return;
    }
    try {
      this.#shelf.append(row);
    } catch (error) {
      this.#suffer(error);
      // A file that was replaced starts with a keyframe, which will hold this change.
      if (!this.#isCutOff) this.#keepInMemory(row);
    }
  }

  #keepInMemory(row: Row): void {
    if (this.#overflow.add(row)) return;
    this.#isCutOff = true;
    this.#status = {
      state: "full",
      message:
        "The disk is full, and so is the memory set aside for it: what happens now is shown but not kept. Make room.",
    };
  }

  /** A disk that was full may have room again: what waited in memory goes there first, in its order. */
  #tryAgain(): void {
    const now = this.#options.now();
    if (now - this.#triedAt < retryMs) return;
    this.#triedAt = now;
    try {
      for (let row = this.#overflow.oldest(); row; row = this.#overflow.oldest()) {
        this.#shelf.append(row);
        this.#overflow.drop();
      }
      this.#status = { state: "kept", message: "History is kept on disk." };
    } catch (error) {
      if (sqliteTrouble(error) !== "full") this.#suffer(error);
    }
  }

  /** Writes a keyframe of the present in the background; at most one is under way. */
  #startKeyframe(): void {
    if (this.#keyframe || this.#status.state === "full" || this.#isClosed) return;
    const seq = this.#seq;
    const at = this.#at;
    const since = this.#weight;
    const wasCutOff = this.#isCutOff;
    // From here on changes follow on what is being packed.
    this.#isCutOff = false;
    this.#keyframe = this.#pack(seq, at)
      .then((keyframe) => {
        this.#shelf.addKeyframe(keyframe);
        this.#weight = {
          keyframeBytes: keyframe.rawBytes,
          changes: this.#weight.changes - since.changes,
          rawBytes: this.#weight.rawBytes - since.rawBytes,
        };
        this.#forget();
      })
      .catch((error: unknown) => {
        this.#isCutOff ||= wasCutOff;
        this.#suffer(error);
      })
      .finally(() => {
        this.#keyframe = null;
      });
  }

  async #pack(seq: number, at: number): Promise<KeyframeParts> {
    const derived = this.#options.derive?.();
    const text = derived && JSON.stringify(derived.value);
    const { parts, rawBytes } = await packKeyframe(this.#options.observe());
    const body = text === undefined ? null : (await packText(text)).body;
    return { seq, at, rawBytes, parts, derived: derived && body ? { version: derived.version, body } : null };
  }

  #forget(): void {
    const { keepDays, keepMegabytes, now } = this.#options;
    const megabytes = this.#isStandIn ? Math.min(keepMegabytes, memoryMegabytes) : keepMegabytes;
    for (;;) {
      const oldest = keyframeToKeep(this.#shelf.keyframes(), {
        cutoff: now() - keepDays * 86_400_000,
        isTooLarge: this.#shelf.usedBytes() > megabytes * 1_000_000,
        startsEmpty: this.#shelf.startsEmpty(),
      });
      if (!oldest) return;
      this.#shelf.forgetBefore(oldest);
    }
  }

  get #isStandIn(): boolean {
    return this.#shelf.isInMemory && this.#options.file !== null;
  }

  #guarded<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      this.#suffer(error);
      return null;
    }
  }

  /** Turns an error of the store into a status, so that watching goes on; errors that are not the store's are bugs. */
  #suffer(error: unknown): void {
    const { file, now } = this.#options;
    const trouble = sqliteTrouble(error);
    if (trouble === null) throw error;
    if (this.#isClosed) return;
    if (trouble === "damaged" && file !== null) {
      this.#shelf.close();
      const { shelf, status } = replaceDamaged(file, now());
      this.#shelf = shelf;
      this.#opened = null;
      this.#status = status;
      this.#isCutOff = true;
      this.#weight = { keyframeBytes: 0, changes: 0, rawBytes: 0 };
      return;
    }
    this.#triedAt = now();
    this.#status = { state: "full", message: sentences[trouble] };
  }
}

const sentences = {
  full: "The disk is full: what happens now is kept in memory until there is room.",
  unwritable: "The disk refuses to be written: what happens now is kept in memory until it takes it.",
  damaged: "The history is damaged.",
  "in-use": "The history is locked: what happens now is kept in memory until it is free.",
  other: "The history cannot be written: what happens now is kept in memory until it can.",
} as const;

/** Rows up to the first that is missing, which a full disk and a full memory may leave behind. */
function unbroken(afterSeq: number, rows: readonly Row[]): readonly Row[] {
  const gap = rows.findIndex(({ seq }, index) => seq !== afterSeq + 1 + index);
  return gap === -1 ? rows : rows.slice(0, gap);
}

function weightOf(shelf: Shelf): Weight {
  const newest = shelf.keyframes().at(-1);
  return { keyframeBytes: newest?.rawBytes ?? 0, ...shelf.weightSince(newest?.seq ?? 0) };
}

function derivedOf(keyframe: KeyframeParts | null, version: number | undefined): unknown {
  const derived = keyframe?.derived;
  return derived && derived.version === version ? JSON.parse(unpackText(derived.body)) : null;
}

function countOf({ items }: Change): number {
  return entries<ReadonlyMap<string, unknown> | null>(items).reduce(
    (sum, [, changed]) => sum + (changed?.size ?? 1),
    0,
  );
}

function copyOfMaps(items: MutableObservation["items"]): MutableObservation["items"] {
  return Object.fromEntries(
    entries<ReadonlyMap<string, unknown>>(items).map(([collection, known]) => [collection, new Map(known)]),
  );
}
