/** What went wrong with a store, in the terms of what is to be done. */
export type SqliteTrouble = "in-use" | "full" | "damaged" | "unwritable" | "other";

/** By SQLite's primary result code (https://sqlite.org/rescode.html). */
const byCode: Readonly<Record<number, SqliteTrouble>> = {
  5: "in-use", // SQLITE_BUSY
  6: "in-use", // SQLITE_LOCKED
  8: "unwritable", // SQLITE_READONLY
  10: "unwritable", // SQLITE_IOERR
  11: "damaged", // SQLITE_CORRUPT
  13: "full", // SQLITE_FULL
  14: "unwritable", // SQLITE_CANTOPEN
  26: "damaged", // SQLITE_NOTADB
};

const bySystemCode: Readonly<Record<string, SqliteTrouble>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EACCES: "unwritable",
  EROFS: "unwritable",
  EPERM: "unwritable",
  ENOTDIR: "unwritable",
  EEXIST: "unwritable",
};

/** `null` when the error is neither SQLite's nor the file system's. */
export function sqliteTrouble(error: unknown): SqliteTrouble | null {
  if (!(error instanceof Error)) return null;
  if ("errcode" in error && typeof error.errcode === "number") return byCode[error.errcode & 0xff] ?? "other";
  if ("code" in error && typeof error.code === "string") return bySystemCode[error.code] ?? zlibTrouble(error.code);
  return error instanceof SyntaxError ? "damaged" : null;
}

function zlibTrouble(code: string): SqliteTrouble | null {
  return code.startsWith("ZSTD_") || code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE" ? "damaged" : null;
}
