import type { Item } from "../../recording/collections.ts";
import type { Host } from "../host.ts";
import { isOrdinaryNode } from "../managed.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { isBefore } from "../version.ts";
import type { World } from "../world.ts";

const instanceTag = "node.k8s.amazonaws.com/instance_id";
const minute = 60;

type OddFacts = {
  node: string;
  problem: "missing" | "stuck" | "other-instance" | "no-eni-config";
  instance: string | null;
  said: string | null;
  finalizers: string[];
  deletingSince: number | null;
};

export const cniNodeOdd = defineRule<OddFacts>({
  id: "cni-node-odd",
  code: "SGP-027",
  severity: "medium",
  per: "host",
  needs: ["nodes", "cniNodes", "pods"],
  explainedBy: ["controller-silent"],
  *check(host, world) {
    if (!isOrdinaryNode(host)) return;
    const { node, cniNode } = host;
    const facts = (problem: OddFacts["problem"], said: string | null = null): OddFacts => ({
      node: node.name,
      problem,
      instance: host.ec2?.id ?? (host.id.startsWith("i-") ? host.id : null),
      said,
      finalizers: [...(cniNode?.finalizers ?? [])],
      deletingSince: cniNode?.deletingSince ?? null,
    });
    if (cniNode === undefined) {
      if (!areMade(host, world) || !isOverdue(node, world)) return;
      yield {
        story: `missing/${node.name}`,
        subjects: [host.id],
        facts: facts("missing"),
        evidence: [seen("nodes", node.name, "createdAt", node.createdAt)],
      };
      return;
    }
    if (cniNode.deletingSince !== undefined && world.isOlderThan(cniNode.deletingSince, 5 * minute)) {
      yield {
        story: `stuck/${node.name}`,
        subjects: [host.id],
        facts: facts("stuck"),
        evidence: [seen("cniNodes", node.name, "deletingSince", cniNode.deletingSince)],
        since: { at: cniNode.deletingSince, exact: true },
      };
    }
    const tagged = cniNode.tags[instanceTag];
    if (tagged && host.id.startsWith("i-") && tagged !== host.id && isOld(cniNode, world)) {
      yield {
        story: `other-instance/${node.name}`,
        subjects: [host.id],
        facts: facts("other-instance", tagged),
        evidence: [
          seen("cniNodes", node.name, `tags.${instanceTag}`, tagged),
          seen("nodes", node.name, "providerId", node.providerId),
        ],
      };
    }
    const custom = cniNode.features.find(({ name }) => name === "CustomNetworking");
    if (custom !== undefined && !custom.value) {
      yield {
        story: `no-eni-config/${node.name}`,
        subjects: [host.id],
        facts: facts("no-eni-config"),
        evidence: [seen("cniNodes", node.name, "features.CustomNetworking", custom.value)],
      };
    }
  },
});

/** Whether the controller should have made its CNINode: it makes none for a node that names no instance or no system (domain 1.3). */
function isOverdue({ createdAt, providerId, labels, name }: Item<"nodes">, world: World): boolean {
  const os = labels["kubernetes.io/os"] ?? labels["beta.kubernetes.io/os"];
  const at = createdAt ?? world.firstSeen("nodes", name)?.at;
  return providerId !== undefined && os !== undefined && at !== undefined && world.isOlderThan(at, 2 * minute);
}

/** A cluster with a CNI from before CNINodes may have a controller from then, which makes none at all. */
function areMade({ awsNode }: Host, world: World): boolean {
  if (!awsNode?.version || !isBefore(awsNode.version, [1, 15, 0])) return true;
  return world.shared("are-cni-nodes-made", (shared) => shared.items("cniNodes").size > 0);
}

function isOld({ createdAt, name }: Item<"cniNodes">, world: World): boolean {
  const at = createdAt ?? world.firstSeen("cniNodes", name)?.at;
  return at !== undefined && world.isOlderThan(at, minute);
}

type LeftFacts = { node: string; finalizers: string[]; deletingSince: number | null; instance: string | null };

export const cniNodeWithoutNode = defineRule<LeftFacts, unknown>({
  id: "cni-node-without-node",
  code: "SGP-027",
  severity: "medium",
  per: "cluster",
  needs: ["nodes", "cniNodes"],
  confirmAfterSeconds: 5 * minute,
  needsHistory: true,
  explainedBy: ["controller-silent"],
  *check(world) {
    const nodes = world.items("nodes");
    for (const [name, { finalizers = [], deletingSince, tags }] of world.items("cniNodes")) {
      if (nodes.has(name)) continue;
      yield {
        story: name,
        subjects: [`unjoined/cniNodes/${name}`],
        facts: {
          node: name,
          finalizers: [...finalizers],
          deletingSince: deletingSince ?? null,
          instance: tags[instanceTag] ?? null,
        },
        evidence: [
          seen("cniNodes", name, "finalizers", finalizers),
          seen("cniNodes", name, "deletingSince", deletingSince),
        ],
      };
    }
  },
});
