import { canonical } from "../address.ts";
import type { Link } from "../observed.ts";
import { evidenceOf, isIndented, type Reader, wordsOf } from "./reader.ts";

const header = /^(\d{1,10}): ([^\s@]{1,64})(?:@([^\s:]{1,64}))?: <([A-Z0-9_,-]*)>((?:\s+\S+)*)\s*$/;

/** `ip address` and `ip link`, also with `-d` and `-s`, of every version that prints a device as `5: name@parent: <FLAGS>`. */
export const readIpLink: Reader = (source, start, draft) => {
  const { lines } = source;
  const found: Link[] = [];
  const notUnderstood: number[] = [];
  let end = start;
  for (let match = header.exec(lines[end] ?? ""); match; match = header.exec(lines[end] ?? "")) {
    const first = end;
    const link: Draft = { flags: match[4] ? match[4].split(",") : [], addresses: [] };
    const [mtu] = valuesOf(wordsOf(match[5] ?? ""), "mtu");
    if (mtu !== undefined && /^\d{1,9}$/.test(mtu)) link.mtu = Number(mtu);
    const telling = [first];
    for (end++; end < lines.length && isIndented(lines[end] ?? ""); end++) {
      const told = detail(link, wordsOf(lines[end] ?? ""));
      if (told === "fact") telling.push(end);
      if (told === null) notUnderstood.push(end);
    }
    found.push({
      name: match[2] ?? "",
      index: Number(match[1]),
      ...(match[3] !== undefined && { parent: match[3] }),
      ...link,
      lines: evidenceOf(source, first, ...telling.slice(1)),
    });
  }
  if (found.length === 0) return null;
  draft.links.push(...found);
  // Every namespace has a loopback, and only a whole listing shows it.
  if (found.some(({ flags }) => flags.includes("LOOPBACK"))) draft.coverage.links = true;
  return { end, what: "ip-link", count: found.length, notUnderstood };
};

/** `ip address` would print this of a device; what it does not say is left out. */
export function printIpLink(link: Omit<Link, "lines">): string {
  const { index = 0, name, parent, flags, mtu, mac, kind, vlan, addresses } = link;
  const lines = [
    `${index}: ${name}${parent === undefined ? "" : `@${parent}`}: <${flags.join(",")}>${mtu === undefined ? "" : ` mtu ${mtu}`}`,
  ];
  if (mac !== undefined) lines.push(`    link/ether ${mac}`);
  if (kind !== undefined)
    lines.push(vlan === undefined ? `    ${kind} addrgenmode` : `    ${kind} protocol 802.1Q id ${vlan}`);
  for (const address of addresses) lines.push(`    ${address.includes(":") ? "inet6" : "inet"} ${address}`);
  return lines.join("\n");
}

interface Draft {
  flags: string[];
  addresses: string[];
  mtu?: number;
  mac?: string;
  kind?: string;
  vlan?: number;
}

/** Words that begin a detail line of a device and carry nothing that is used here. */
const passedOver =
  /^(valid_lft|altname|alias|promiscuity|RX:?|TX:?|RX_errors|bridge_slave|bond_slave|prog\/xdp|vf|parentbus|link-netns|openvswitch_slave|\d+)$/;

/** A kind of device as `-d` prints it: followed by its options. */
const isKind = /^[a-z][a-z0-9_]{1,15}$/;
const kindOptions =
  /^(addrgenmode|protocol|forward_delay|mode|id|remote|numtxqueues|type|queues|queue|external|table|local)$/;

/** Takes in one detail line: `fact` when it told something kept, `passed` when not, `null` when it is not understood. */
function detail(link: Draft, words: readonly string[]): "fact" | "passed" | null {
  const [first = "", second = ""] = words;
  if (first.startsWith("link/")) {
    if (!isMac(second)) return first === "link/none" || /^[\d.:a-f]*$/.test(second) ? "passed" : null;
    link.mac = second.toLowerCase();
    return "fact";
  }
  if (first === "inet" || first === "inet6") {
    const address = canonicalOf(second);
    if (address === null) return null;
    link.addresses.push(address);
    return "fact";
  }
  if (passedOver.test(first)) return "passed";
  if (!isKind.test(first) || (words.length > 1 && !kindOptions.test(second))) return null;
  const [vlan] = first === "vlan" ? valuesOf(words, "id") : [];
  link.kind = first;
  if (vlan !== undefined && /^\d{1,4}$/.test(vlan)) link.vlan = Number(vlan);
  return "fact";
}

/** With the length, also that of a single address: `ip` prints it. */
export function canonicalOf(text: string): string | null {
  const [, length] = text.split("/");
  const address = canonical(text);
  if (address === null) return null;
  if (address.includes("/") || length === undefined) return length === undefined ? null : address;
  return `${address}/${Number(length)}`;
}

export function isMac(text: string): boolean {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text);
}

/** The word that follows each of the named ones. */
function valuesOf(words: readonly string[], ...names: readonly string[]): (string | undefined)[] {
  return names.map((name) => {
    const at = words.indexOf(name);
    return at === -1 ? undefined : words[at + 1];
  });
}
