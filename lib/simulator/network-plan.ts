import type { SubnetSpec } from "./scenario.ts";

/** Private subnets for nodes in three zones, as most clusters have them. */
export function threeZones(region: string): {
  readonly vpcCidrs: readonly string[];
  readonly subnets: readonly SubnetSpec[];
} {
  const zones = ["a", "b", "c"].map((letter) => `${region}${letter}`);
  return {
    vpcCidrs: ["10.0.0.0/16"],
    subnets: [
      ...zones.map((zone, index) => ({ name: `private-${zone}`, zone, cidr: `10.0.${index * 32}.0/19` })),
      ...zones.map((zone, index) => ({
        name: `public-${zone}`,
        zone,
        cidr: `10.0.${96 + index}.0/24`,
        use: "public" as const,
      })),
    ],
  };
}
