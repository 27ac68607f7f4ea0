import ipaddr from "ipaddr.js";
import { ipv4Number } from "../topology/ipv4.ts";

export type Family = "ipv4" | "ipv6";

/** The gateway of every IPv6 subnet as the CNI writes it (amazon-vpc-cni-k8s: pkg/networkutils/network.go). */
export const ipv6Gateway = "fe80:ec2::1";

/** The gateway of an IPv4 subnet: its network address plus one; `null` where the CIDR is none. */
export function ipv4Gateway(cidr: string | undefined): string | null {
  if (cidr === undefined || !ipaddr.IPv4.isValidCIDR(cidr)) return null;
  const bytes = ipaddr.IPv4.networkAddressFromCIDR(cidr).toByteArray();
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0) + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** An address or CIDR in its one short spelling, without the prefix length of a single address; `null`: neither. */
export function canonical(text: string): string | null {
  const [address = "", length, ...more] = text.split("/", 3);
  const plain = more.length > 0 ? null : plainAddress(address);
  if (plain === null || length === undefined) return plain;
  const whole = familyOf(plain) === "ipv4" ? 32 : 128;
  if (!/^\d{1,3}$/.test(length) || Number(length) > whole) return null;
  return Number(length) === whole ? plain : `${plain}/${Number(length)}`;
}

/** The family of an address, CIDR or the like. */
export function familyOf(address: string): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** `10/8` and `0x7f000001` are addresses to some parsers; `ip` prints none of them. Nor are zones such as `%eth0` part of what is compared. */
function plainAddress(text: string): string | null {
  if (!text.includes(":")) return ipv4Number(text) === null ? null : text;
  return /^[0-9a-f:.]{2,45}$/i.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : null;
}
