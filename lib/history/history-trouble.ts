/** A history that must not be used: its file belongs to another process. */
export class HistoryInUseError extends Error {
  override readonly name = "HistoryInUseError";
}
