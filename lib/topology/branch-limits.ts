import table from "./branch-limits.json" with { type: "json" };

export interface BranchLimits {
  readonly trunk: boolean;
  /** Branch ENIs per trunk. */
  readonly branches: number;
  /** ENIs per instance, the trunk included. */
  readonly interfaces: number;
  readonly ipsPerInterface: number;
}

const limits = new Map(Object.entries(table));

/** What an instance type can carry; `null` for a type the table does not know (amazon-vpc-resource-controller-k8s: pkg/aws/vpc/limits.go). */
export function limitsOf(instanceType: string): BranchLimits | null {
  const row = limits.get(instanceType);
  return row ? { trunk: row.trunk, branches: row.branch, interfaces: row.enis, ipsPerInterface: row.ipv4PerEni } : null;
}
