import type { Sysctl } from "../observed.ts";
import { evidenceOf, type Reader } from "./reader.ts";

/** Segments of names with dots between; `sysctl` prints slashes for the dots of a device's name. */
const setting = /^([a-z][\w-]*(?:\.[\w/@:+-]+)+) ?= ?(.*)$/;

/** `sysctl -a`: a run of `key = value`. A key that stands there again counts as it stands last. */
export const readSysctl: Reader = (source, start, draft) => {
  const { lines } = source;
  let end = start;
  for (let match = matchAt(lines, end); match; match = matchAt(lines, end)) {
    const [, key = "", value = ""] = match;
    draft.sysctls.set(key, { key, value: value.trim(), lines: evidenceOf(source, end) });
    end++;
  }
  return end === start ? null : { end, what: "sysctl", count: end - start, notUnderstood: [] };
};

export function printSysctl({ key, value }: Omit<Sysctl, "lines">): string {
  return `${key} = ${value}`;
}

function matchAt(lines: readonly string[], index: number): RegExpExecArray | null {
  return setting.exec(lines[index] ?? "");
}
