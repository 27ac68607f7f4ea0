import type { Reader } from "./reader.ts";

/** `/v1/eni-configs` of ipamd: a JSON text, the name of the node's ENIConfig. Only its file or command tells it from any other text. */
export const readEniConfig: Reader = ({ lines }, start, draft, { file }) => {
  const [, name] = /^"([^"\\]{1,253})"$/.exec((lines[start] ?? "").trim()) ?? [];
  if (name === undefined || !/^eni-configs(\.json)?$/.test(file ?? "")) return null;
  draft.eniConfig = name;
  return { end: start + 1, what: "ipamd-eni-config", count: 1, notUnderstood: [] };
};
