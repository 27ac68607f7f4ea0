import { eniConfigNameOf, troubleOf } from "../eni-config.ts";
import { sameGroups } from "../groups-of.ts";
import type { Host } from "../host.ts";
import { isOrdinaryNode } from "../managed.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, ourInterface, seen } from "../seen.ts";
import type { World } from "../world.ts";

type DiffersFacts = {
  eniConfig: string;
  trunks: string[];
  nodes: string[];
  trunkSubnets: string[];
  configuredSubnet: string;
  trunkGroups: string[];
  configuredGroups: string[];
  isSubnetOther: boolean;
};

export const trunkDiffersFromEniConfig = defineRule<DiffersFacts>({
  id: "trunk-differs-from-eni-config",
  code: "SGP-028",
  severity: "medium",
  per: "host",
  needs: ["interfaces", "nodes", "cniNodes", "eniConfigs", "subnets", "securityGroups", "pods"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    const current = isOrdinaryNode(host) ? soundConfigOf(host, world) : null;
    if (current === null || current.config === null) return;
    const { name, config } = current;
    for (const trunk of host.trunks) {
      if (!ourInterface(world, trunk.id)) continue;
      const isSubnetOther = trunk.subnetId !== undefined && trunk.subnetId !== config.subnet;
      const areGroupsOther = config.securityGroups.length > 0 && !sameGroups(trunk.groupIds, config.securityGroups);
      if (!isSubnetOther && !areGroupsOther) continue;
      yield {
        story: `${name}/${isSubnetOther ? "subnet" : "groups"}`,
        subjects: [trunk.id, host.id, `eniConfigs/${name}`],
        facts: {
          eniConfig: name,
          trunks: [trunk.id],
          nodes: host.node === undefined ? [] : [host.node.name],
          trunkSubnets: trunk.subnetId === undefined ? [] : [trunk.subnetId],
          configuredSubnet: config.subnet ?? "",
          trunkGroups: [...trunk.groupIds],
          configuredGroups: [...config.securityGroups],
          isSubnetOther,
        },
        evidence: [
          seen("interfaces", trunk.id, "subnetId", trunk.subnetId),
          seen("interfaces", trunk.id, "groups", trunk.groupIds),
          seen("eniConfigs", name, "subnet", config.subnet),
          seen("eniConfigs", name, "securityGroups", config.securityGroups),
        ],
      };
    }
  },
});

type BrokenFacts = {
  eniConfig: string;
  from: string;
  trouble: "missing" | "subnet-missing" | "zone-differs" | "group-missing";
  what: string | null;
  zone: string | null;
  nodes: string[];
};

export const eniConfigBroken = defineRule<BrokenFacts>({
  id: "eni-config-broken",
  code: "SGP-029",
  severity: "high",
  per: "host",
  needs: ["nodes", "cniNodes", "eniConfigs", "subnets", "securityGroups", "pods"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    if (!isOrdinaryNode(host)) return;
    const named = eniConfigNameOf(host);
    if (named === null) return;
    const config = world.item("eniConfigs", named.name);
    const zone = host.instance?.zone;
    const found = troubleOf(world, config, zone);
    if (found === null) return;
    const { trouble, what } = found;
    yield {
      story: [named.name, trouble, what, trouble === "zone-differs" ? zone : undefined].filter(Boolean).join("/"),
      subjects: [`eniConfigs/${named.name}`, host.id],
      facts: { eniConfig: named.name, from: named.from, trouble, what, zone: zone ?? null, nodes: [host.node.name] },
      evidence: [
        named.from.startsWith("CNINode")
          ? seen("cniNodes", host.node.name, "features", named.name)
          : seen("nodes", host.node.name, named.from.replace(/^(label|annotation) /, "$1s."), named.name),
        ...(config === undefined ? [] : [seen("eniConfigs", named.name, "subnet", config.subnet)]),
      ],
    };
  },
});

type FormerFacts = {
  nodes: string[];
  trunks: string[];
  branches: string[];
  pods: string[];
  formerSubnets: string[];
  currentSubnet: string;
  eniConfig: string | null;
};

export const branchesInFormerSubnet = defineRule<FormerFacts>({
  id: "branches-in-former-subnet",
  code: "SGP-030",
  severity: "high",
  per: "host",
  needs: ["interfaces", "pods", "nodes", "cniNodes", "eniConfigs", "subnets", "securityGroups", "instances"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    const current = isOrdinaryNode(host) ? soundConfigOf(host, world) : null;
    const subnet = currentSubnetOf(host, world);
    if (current === null || subnet === null) return;
    for (const branch of host.branches) {
      if (branch.podIds.length === 0 || branch.subnetId === undefined || branch.subnetId === subnet) continue;
      const trunk = host.trunks.find(({ id }) => id === branch.trunkId);
      if (trunk === undefined || !ourInterface(world, branch.id)) continue;
      yield {
        story: current.name ?? trunk.id,
        subjects: [branch.id, ...branch.podIds, host.id],
        facts: {
          nodes: host.node === undefined ? [] : [host.node.name],
          trunks: [trunk.id],
          branches: [branch.id],
          pods: branch.podIds.map((id) => id.replace(/^pod\//, "")),
          formerSubnets: [branch.subnetId],
          currentSubnet: subnet,
          eniConfig: current.name,
        },
        evidence: [
          seen("interfaces", branch.id, "subnetId", branch.subnetId),
          current.name === null
            ? seen("instances", host.id, "subnetId", subnet)
            : seen("eniConfigs", current.name, "subnet", subnet),
        ],
      };
    }
  },
});

/** Where the controller makes a node's branches now; `null`: it cannot be told. */
export function currentSubnetOf(host: Host, world: World): string | null {
  const current = soundConfigOf(host, world);
  return current === null ? null : (current.config?.subnet ?? host.instance?.subnetId ?? null);
}

/**
 * The sound ENIConfig that the controller goes by for a node; `config: null` where it goes by the instance's own subnet.
 * `null`: the node's current subnet cannot be told (domain 13.11).
 */
function soundConfigOf(host: Host, world: World) {
  const named = eniConfigNameOf(host);
  if (named === null) return { name: null, config: null };
  if (!named.isControllers) return null;
  const config = world.item("eniConfigs", named.name);
  if (config === undefined || troubleOf(world, config, host.instance?.zone) !== null) return null;
  return { name: named.name, config };
}
