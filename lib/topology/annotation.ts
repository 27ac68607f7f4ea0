import ipaddr from "ipaddr.js";
import type { AnnotationEntry } from "./resources.ts";

export const podEniAnnotation = "vpc.amazonaws.com/pod-eni";

/** The annotation understood, or why not: its text is kept either way by whoever holds the pod. */
export type Annotation =
  | { readonly entries: readonly AnnotationEntry[]; readonly problem: null }
  | { readonly entries: readonly AnnotationEntry[]; readonly problem: string };

type Reader = (value: unknown) => string | number | undefined;

type Field = readonly [keyof AnnotationEntry, Reader];

/** Key in lower case -> field. Go matches JSON keys case-insensitively (domain 1.1; amazon-vpc-cni-k8s: pkg/ipamd/rpc_handler.go PodENIData). */
const lowerCased: Readonly<Record<string, Field>> = {
  eniid: ["eniId", text],
  ifaddress: ["mac", lowerText],
  privateip: ["ip", text],
  ipv6addr: ["ipv6", text],
  vlanid: ["vlan", integer],
  subnetcidr: ["subnetCidr", text],
  subnetv6cidr: ["subnetV6Cidr", text],
  associationid: ["associationId", text],
};

/** As the controller writes them: it costs nothing to look these up first. */
const asWritten = [
  "eniId",
  "ifAddress",
  "privateIp",
  "ipv6Addr",
  "vlanId",
  "subnetCidr",
  "subnetV6Cidr",
  "associationID",
];
const fields = new Map<string, Field>(
  [...Object.keys(lowerCased), ...asWritten].map((key) => [key, lowerCased[key.toLowerCase()] as Field]),
);

/** Reads `vpc.amazonaws.com/pod-eni`. Empty fields are absent; entry 0 is the one the CNI uses. */
export function parseAnnotation(json: string): Annotation {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { entries: [], problem: "not JSON" };
  }
  if (!Array.isArray(value)) return { entries: [], problem: "not a JSON array" };
  if (value.length === 0) return { entries: [], problem: "an empty array" };
  if (!value.every(isObject)) return { entries: [], problem: "an entry is not an object" };
  const entries = value.map(readEntry);
  return { entries, problem: unusable(entries[0] as AnnotationEntry) };
}

/** Why ipamd would refuse an entry; `null` when it would take it (domain 1.1). */
function unusable(entry: AnnotationEntry): string | null {
  if (entry.ip === undefined && entry.ipv6 === undefined) return "no IP address";
  if (entry.mac === undefined) return "no MAC address";
  if (entry.vlan === undefined || entry.vlan === 0) return "no VLAN id";
  if (entry.ip !== undefined && !isCidr(entry.subnetCidr)) return "no usable subnetCidr";
  if (entry.ip === undefined && !isCidr(entry.subnetV6Cidr)) return "no usable subnetV6Cidr";
  return null;
}

function readEntry(raw: Readonly<Record<string, unknown>>): AnnotationEntry {
  const entry: Record<string, string | number> = {};
  for (const key in raw) {
    const field = fields.get(key) ?? fields.get(key.toLowerCase());
    const known = field?.[1](raw[key]);
    if (field !== undefined && known !== undefined) entry[field[0]] = known;
  }
  return entry;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function lowerText(value: unknown): string | undefined {
  return text(value)?.toLowerCase();
}

function integer(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

let lastCidr = "";

/** Pods of one subnet repeat its CIDR. */
function isCidr(value: string | undefined): boolean {
  if (value === lastCidr && value !== "") return true;
  if (value === undefined || !ipaddr.isValidCIDR(value)) return false;
  lastCidr = value;
  return true;
}
