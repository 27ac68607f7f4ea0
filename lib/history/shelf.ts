import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { HistoryMoments } from "./history.ts";

/** One row of the recording: a packed change. `seq` counts from 1 without gaps. */
export interface Row {
  readonly seq: number;
  readonly at: number;
  readonly changes: number;
  readonly rawBytes: number;
  readonly body: Uint8Array;
}

/** Everything known after the change `seq`, in parts that are changes from the empty observation. */
export interface Keyframe {
  readonly seq: number;
  readonly at: number;
  readonly rawBytes: number;
}

export interface KeyframeParts extends Keyframe {
  readonly parts: readonly Uint8Array[];
  readonly derived: { readonly version: number; readonly body: Uint8Array } | null;
}

const layout = 1;

/** The SQLite file (or memory, `:memory:`) behind a history: rows in, rows out. Throws SQLite's own errors. */
export class Shelf {
  readonly isInMemory: boolean;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.isInMemory = path === ":memory:";
    this.#db = new DatabaseSync(path, { timeout: 0 });
    try {
      // The lock is the operating system's: it ends with the process, however that ends.
      this.#db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
      this.#db.exec("PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA journal_size_limit = 8000000");
      this.#db.exec("BEGIN IMMEDIATE; COMMIT");
      this.#check();
      this.#create();
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  append(row: Row): void {
    this.#run("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", row.seq, row.at, row.changes, row.rawBytes, row.body);
  }

  rows(afterSeq: number, untilAt: number): Iterable<Row> {
    return this.#iterate("SELECT * FROM changes WHERE seq > ? AND at <= ? ORDER BY seq", afterSeq, untilAt).map(rowOf);
  }

  rowsBetween(from: number, to: number): Iterable<Row> {
    return this.#iterate("SELECT * FROM changes WHERE at > ? AND at <= ? ORDER BY seq", from, to).map(rowOf);
  }

  /** Thinned out as `thinOut` does, without fetching what is left out. */
  moments(from: number, to: number, limit: number): HistoryMoments {
    const within = "FROM changes WHERE at >= ? AND at <= ?";
    const found = this.#get(`SELECT count(*) AS rows, min(at) AS first, max(at) AS last ${within}`, from, to);
    const complete = Number(found?.rows) <= limit;
    const first = Number(found?.first);
    const rows = complete
      ? this.#all(`SELECT at, sum(changes) AS changes ${within} GROUP BY at ORDER BY at`, from, to)
      : this.#all(
          `SELECT max(at) AS at, sum(changes) AS changes ${within} GROUP BY CAST((at - ?) * ? / ? AS INTEGER) ORDER BY at`,
          from,
          to,
          first,
          limit,
          Number(found?.last) - first + 1,
        );
    return { complete, moments: rows.map((row) => ({ at: Number(row.at), changes: Number(row.changes) })) };
  }

  last(): { seq: number; at: number } | null {
    const row = this.#get(
      "SELECT seq, at FROM (SELECT seq, at FROM changes UNION ALL SELECT seq, at FROM keyframes) ORDER BY seq DESC LIMIT 1",
    );
    return row ? { seq: Number(row.seq), at: Number(row.at) } : null;
  }

  /** The first moment that can be opened: the first change of all, or the first keyframe. */
  first(): number | null {
    const change = this.#get("SELECT at FROM changes WHERE seq = 1");
    const keyframe = this.#get("SELECT at FROM keyframes ORDER BY seq LIMIT 1");
    const at = change?.at ?? keyframe?.at;
    return at === undefined ? null : Number(at);
  }

  /** Whether the recording starts from nothing known, so that its first change needs no keyframe. */
  startsEmpty(): boolean {
    return this.#get("SELECT 1 FROM changes WHERE seq = 1") !== undefined;
  }

  keyframes(): Keyframe[] {
    return this.#all("SELECT seq, at, raw_bytes FROM keyframes ORDER BY seq").map(keyframeOf);
  }

  keyframeBefore(at: number): KeyframeParts | null {
    const row = this.#get("SELECT seq, at, raw_bytes FROM keyframes WHERE at <= ? ORDER BY seq DESC LIMIT 1", at);
    if (!row) return null;
    const keyframe = keyframeOf(row);
    const parts = this.#all("SELECT body FROM parts WHERE keyframe = ? ORDER BY part", keyframe.seq).map(
      (part) => part.body as Uint8Array,
    );
    const derived = this.#get("SELECT version, body FROM derived WHERE keyframe = ?", keyframe.seq);
    return {
      ...keyframe,
      parts,
      derived: derived ? { version: Number(derived.version), body: derived.body as Uint8Array } : null,
    };
  }

  addKeyframe({ seq, at, rawBytes, parts, derived }: KeyframeParts): void {
    this.#transaction(() => {
      this.#run("INSERT OR REPLACE INTO keyframes VALUES (?, ?, ?)", seq, at, rawBytes);
      this.#run("DELETE FROM parts WHERE keyframe = ?", seq);
      parts.forEach((body, part) => void this.#run("INSERT INTO parts VALUES (?, ?, ?)", seq, part, body));
      if (derived) this.#run("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)", seq, derived.version, derived.body);
    });
  }

  /** Raw bytes and number of changes after a keyframe. */
  weightSince(seq: number): { rawBytes: number; changes: number } {
    const row = this.#get(
      "SELECT count(*) AS changes, coalesce(sum(raw_bytes), 0) AS bytes FROM changes WHERE seq > ?",
      seq,
    );
    return { rawBytes: Number(row?.bytes ?? 0), changes: Number(row?.changes ?? 0) };
  }

  /** Forgets everything before a keyframe, and gives the space back. */
  forgetBefore({ seq }: Keyframe): void {
    this.#transaction(() => {
      this.#run("DELETE FROM changes WHERE seq <= ?", seq);
      for (const table of ["parts", "derived"]) this.#run(`DELETE FROM ${table} WHERE keyframe < ?`, seq);
      this.#run("DELETE FROM keyframes WHERE seq < ?", seq);
    });
    this.#db.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
  }

  usedBytes(): number {
    const pragma = (name: string) => Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
    return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
  }

  /** SQLite then answers SQLITE_FULL, as it does for ENOSPC. */
  limitBytes(bytes: number): void {
    const size = Number(this.#db.prepare("PRAGMA page_size").get()?.page_size);
    this.#db.exec(`PRAGMA max_page_count = ${Math.ceil(bytes / size)}`);
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #check(): void {
    const row = this.#db.prepare("PRAGMA quick_check(1)").get();
    const verdict = String(row?.quick_check ?? "");
    if (verdict !== "ok") throw Object.assign(new Error(verdict), { errcode: 11 });
    const found = Number(this.#db.prepare("PRAGMA user_version").get()?.user_version ?? 0);
    if (found > layout) throw Object.assign(new Error(`made by a newer Trunkscope (layout ${found})`), { errcode: 26 });
  }

  #create(): void {
    this.#db.exec(`
      BEGIN;
      CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY, at REAL NOT NULL, changes INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS changes_at ON changes (at, seq, changes);
      CREATE TABLE IF NOT EXISTS keyframes (seq INTEGER PRIMARY KEY, at REAL NOT NULL, raw_bytes INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS parts (keyframe INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (keyframe, part)) STRICT;
      CREATE TABLE IF NOT EXISTS derived (keyframe INTEGER PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
      PRAGMA user_version = ${layout};
      COMMIT;
    `);
  }

  #transaction(work: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#db.exec("COMMIT");
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: Value[]): void {
    this.#prepare(sql).run(...values);
  }

  #get(sql: string, ...values: Value[]): Columns | undefined {
    return this.#prepare(sql).get(...values) as Columns | undefined;
  }

  #all(sql: string, ...values: Value[]): Columns[] {
    return this.#prepare(sql).all(...values) as Columns[];
  }

  /** Its own statement: two readers may be under way at once. */
  #iterate(sql: string, ...values: Value[]): IteratorObject<Columns> {
    return this.#db.prepare(sql).iterate(...values) as IteratorObject<Columns>;
  }
}

type Value = number | string | Uint8Array;
type Columns = Readonly<Record<string, unknown>>;

function rowOf(row: Columns): Row {
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    changes: Number(row.changes),
    rawBytes: Number(row.raw_bytes),
    body: row.body as Uint8Array,
  };
}

function keyframeOf(row: Columns): Keyframe {
  return { seq: Number(row.seq), at: Number(row.at), rawBytes: Number(row.raw_bytes) };
}
