import { sha1 } from "./sha1.ts";

/** What the CNI puts before the name of a host veth in strict mode; a configured prefix may not be this one (domain 1.8, 3.1). */
export const strictPrefix = "vlan";

/** What it puts there in standard mode where AWS_VPC_K8S_CNI_VETHPREFIX says nothing else. */
export const defaultPrefix = "eni";

/** Routes of the branch on VLAN N are in table 100 + N (domain 3.2; amazon-vpc-cni-k8s: cmd/routed-eni-cni-plugin/driver/driver.go). */
const firstBranchTable = 100;

/** The host end of a pod's veth: prefix and 11 hex digits of the SHA-1 of `namespace.name` (amazon-vpc-cni-k8s: pkg/networkutils/names.go). */
export function hostVethName(prefix: string, namespace: string, name: string): string {
  return `${prefix}${sha1(`${namespace}.${name}`).slice(0, 11)}`;
}

/** The VLAN device of a branch: `vlan.eth.1`. */
export function vlanDeviceName(vlan: number): string {
  return `vlan.eth.${vlan}`;
}

/** The VLAN id that the name of a VLAN device carries; `null` for any other device. */
export function vlanOfDevice(name: string): number | null {
  const digits = /^vlan\.eth\.(\d{1,4})$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

export function branchTable(vlan: number): string {
  return String(firstBranchTable + vlan);
}

/** The VLAN id whose routes a table holds; `null` for tables outside 101 to 220. */
export function vlanOfTable(table: string): number | null {
  const vlan = /^\d+$/.test(table) ? Number(table) - firstBranchTable : 0;
  return vlan >= 1 && vlan <= 120 ? vlan : null;
}

/** The routing table of an attached ENI; `main` for the primary one (domain 3.2; amazon-vpc-cni-k8s: pkg/networkutils/helper.go). */
export function interfaceTable(deviceIndex: number, networkCardIndex: number): string {
  if (networkCardIndex > 0) return String(10_000 + deviceIndex + 100 * networkCardIndex);
  return deviceIndex === 0 ? "main" : String(deviceIndex + 1);
}

/** A device's name within a sysctl key, which sysctl prints with slashes for the dots of a name. */
export function sysctlName(device: string): string {
  return device.replaceAll(".", "/");
}
