import { canonical } from "../address.ts";
import type { Link } from "../observed.ts";
import { isMac } from "./ip-link.ts";
import { evidenceOf, isBlank, isIndented, type Reader, wordsOf } from "./reader.ts";

const header = /^([^\s:]{1,64}): flags=\d+<([A-Z0-9_,-]*)>\s+mtu (\d{1,9})\s*$/;
const oldHeader = /^([^\s:]{1,64})\s+Link encap:(\S+)(?:\s+HWaddr (\S+))?.*$/;

/** `ifconfig` of net-tools, new and old. It shows devices that are up. */
export const readIfconfig: Reader = (source, start, draft) => {
  const { lines } = source;
  const found: Link[] = [];
  const notUnderstood: number[] = [];
  let end = start;
  for (;;) {
    while (found.length > 0 && end < lines.length && isBlank(lines[end] ?? "")) end++;
    const link = headOf(lines[end] ?? "");
    if (link === null) break;
    const telling: number[] = [];
    const first = end;
    for (end++; end < lines.length && isIndented(lines[end] ?? ""); end++) {
      const told = detail(link, wordsOf(lines[end] ?? ""));
      if (told === "fact") telling.push(end);
      if (told === null) notUnderstood.push(end);
    }
    found.push({ ...link, lines: evidenceOf(source, first, ...telling) });
  }
  if (found.length === 0) return null;
  draft.links.push(...found);
  // The old form cuts long names, so that what it lacks may be there under another one.
  if (
    found.some(({ flags, name }) => flags.includes("LOOPBACK") && name === "lo") &&
    !oldHeader.test(lines[start] ?? "")
  ) {
    draft.coverage.links = true;
  }
  return { end, what: "ifconfig", count: found.length, notUnderstood };
};

interface Draft {
  readonly name: string;
  flags: string[];
  mtu?: number;
  mac?: string;
  readonly addresses: string[];
}

function headOf(line: string): Draft | null {
  const match = header.exec(line);
  if (match) {
    return { name: match[1] ?? "", flags: match[2] ? match[2].split(",") : [], mtu: Number(match[3]), addresses: [] };
  }
  const [whole, name = "", , mac] = oldHeader.exec(line) ?? [];
  if (whole === undefined) return null;
  return { name, flags: [], addresses: [], ...(mac !== undefined && isMac(mac) && { mac: mac.toLowerCase() }) };
}

const passedOver =
  /^(RX|TX|collisions|collisions:\d+|inet6?:?|loop|unspec|device|Interrupt:\d+|Memory:\S+|tunnel|sit|infiniband)$/;

function detail(link: Draft, words: readonly string[]): "fact" | "passed" | null {
  const [first = "", second = "", third = "", fourth = ""] = words;
  if (first === "ether" && isMac(second)) {
    link.mac = second.toLowerCase();
    return "fact";
  }
  if (first === "inet" && third === "netmask") return address(link, second, maskLength(fourth));
  if (first === "inet6" && third === "prefixlen") return address(link, second, Number(fourth));
  if (first === "inet" && second.startsWith("addr:")) {
    const mask = words.find((word) => word.startsWith("Mask:"))?.slice(5) ?? "";
    return address(link, second.slice(5), maskLength(mask));
  }
  if (first === "inet6" && second === "addr:") {
    const [plain = "", length] = third.split("/");
    return address(link, plain, Number(length));
  }
  const [mtu] = words.flatMap((word) => (/^MTU:\d{1,9}$/.test(word) ? [Number(word.slice(4))] : []));
  if (mtu !== undefined) {
    link.flags = words.filter((word) => /^[A-Z_]+$/.test(word));
    link.mtu = mtu;
    return "fact";
  }
  return passedOver.test(first) || /^(RX|TX|collisions)/.test(first) ? "passed" : null;
}

function address(link: Draft, text: string, length: number | null): "fact" | null {
  const plain = canonical(text);
  if (plain === null || length === null || !Number.isInteger(length) || length > 128) return null;
  link.addresses.push(`${plain}/${length}`);
  return "fact";
}

function maskLength(mask: string): number | null {
  const plain = canonical(mask);
  if (plain === null || plain.includes(":")) return null;
  const bits = plain
    .split(".")
    .map((part) => Number(part).toString(2).padStart(8, "0"))
    .join("");
  return /^1*0*$/.test(bits) ? bits.replaceAll("0", "").length : null;
}

/** `ifconfig` would print this of a device. */
export function printIfconfig({ name, flags, mtu = 0, mac, addresses }: Omit<Link, "lines">): string {
  const lines = [`${name}: flags=0<${flags.join(",")}>  mtu ${mtu}`];
  for (const one of addresses) {
    const [plain = "", length = ""] = one.split("/");
    lines.push(
      plain.includes(":")
        ? `        inet6 ${plain}  prefixlen ${length}`
        : `        inet ${plain}  netmask ${maskOf(Number(length))}`,
    );
  }
  if (mac !== undefined) lines.push(`        ether ${mac}`);
  return lines.join("\n");
}

function maskOf(length: number): string {
  const bits = "1".repeat(length).padEnd(32, "0");
  return [0, 8, 16, 24].map((from) => Number.parseInt(bits.slice(from, from + 8), 2)).join(".");
}
