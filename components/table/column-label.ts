import type { MessageKey } from "../messages/messages.ts";

/** The text that names a column. A test holds every column against the catalogue. */
export function columnLabel(path: string): MessageKey {
  return `column.${path}` as MessageKey;
}
