import { evidenceOf, type Reader } from "./reader.ts";

/** `system/instance-id.txt` of a support bundle: nothing but the id. */
export const readInstanceId: Reader = (source, start, draft) => {
  const [, instanceId] = /^(i-[0-9a-f]{8,17})$/.exec((source.lines[start] ?? "").trim()) ?? [];
  if (instanceId === undefined) return null;
  draft.identities.push({ instanceId, lines: evidenceOf(source, start) });
  return { end: start + 1, what: "instance-id", count: 1, notUnderstood: [] };
};
