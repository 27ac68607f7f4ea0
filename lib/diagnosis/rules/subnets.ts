import type { Item } from "../../recording/collections.ts";
import { isWaiting } from "../allocation.ts";
import type { Host } from "../host.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";

type SubnetShort = {
  subnet: string;
  name: string | null;
  zone: string | null;
  cidr: string | null;
  free: number;
  /** Addresses that instances and pods can have: all but the five that AWS keeps. `null`: the CIDR is not known. */
  usable: number | null;
  waiting: number;
  cooling: number;
  branches: number;
};

interface Used {
  readonly subnetId: string;
  readonly branches: number;
  readonly cooling: number;
  readonly waiting: number;
}

export const subnetShort = defineRule<SubnetShort, readonly Used[]>({
  id: "subnet-short",
  code: "SGP-050",
  severity: "high",
  per: "cluster",
  needs: ["subnets", "interfaces", "pods"],
  gather: usesOf,
  *check(world, gathered) {
    const uses = Map.groupBy([...gathered.values()].flat(), ({ subnetId }) => subnetId);
    for (const [subnetId, here] of uses) {
      const subnet = world.item("subnets", subnetId);
      const free = subnet?.availableIps;
      if (subnet === undefined || free === undefined) continue;
      const sum = (key: "branches" | "cooling" | "waiting") => here.reduce((total, use) => total + use[key], 0);
      const waiting = sum("waiting");
      const usable = usableIn(subnet);
      const isEmpty = free <= 2 || free < waiting;
      if (!isEmpty && !isLow(free, usable)) continue;
      yield {
        subjects: [subnetId],
        severity: isEmpty ? "high" : "medium",
        facts: {
          subnet: subnetId,
          name: subnet.tags.Name ?? null,
          zone: subnet.availabilityZone ?? null,
          cidr: subnet.cidr ?? null,
          free,
          usable,
          waiting,
          cooling: sum("cooling"),
          branches: sum("branches"),
        },
        evidence: [seen("subnets", subnetId, "availableIps", free)],
      };
    }
  },
});

/** Subnets that a host takes branches from: those its branches are in, and its trunk's, where the next one comes from. */
function usesOf({ branches, trunks, pods }: Host): readonly Used[] | null {
  const [trunk] = trunks;
  const waiting = trunk ? pods.filter(isWaiting).length : 0;
  const ids = new Set([...branches, ...trunks].flatMap(({ subnetId }) => subnetId ?? []));
  const uses = [...ids].map((subnetId) => {
    const inIt = branches.filter((branch) => branch.subnetId === subnetId);
    const cooling = inIt.filter(({ state }) => state === "cooling").length;
    return { subnetId, branches: inIt.length, cooling, waiting: trunk?.subnetId === subnetId ? waiting : 0 };
  });
  return uses.length === 0 ? null : uses;
}

/** Few in number and in share, so that small subnets are not always short (domain 13.14). */
function isLow(free: number, usable: number | null): boolean {
  if (usable === null) return free < 16;
  return (free < 16 && free < usable * 0.1) || (usable > sizeOf24 && free < usable * 0.05);
}

const keptByAws = 5;
const sizeOf24 = 256 - keptByAws;

function usableIn({ cidr }: Item<"subnets">): number | null {
  const length = /\/(\d+)$/.exec(cidr ?? "")?.[1];
  return length === undefined ? null : 2 ** (32 - Number(length)) - keptByAws;
}
