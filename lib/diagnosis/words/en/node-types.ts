import type { FactsOf } from "../../rule.ts";
import type { autoModeNode, capacityDiffersFromTable, legacyLabel, typeCannotTrunk } from "../../rules/node-types.ts";
import {
  autoModeNodeSteps,
  capacityDiffersFromTableSteps,
  legacyLabelSteps,
  typeCannotTrunkSteps,
} from "../steps/node-types.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const nodeTypes: {
  "capacity-differs-from-table": Words<FactsOf<typeof capacityDiffersFromTable>>;
  "type-cannot-trunk": Words<FactsOf<typeof typeCannotTrunk>>;
  "legacy-trunk-label": Words<FactsOf<typeof legacyLabel>>;
  "auto-mode-node": Words<FactsOf<typeof autoModeNode>>;
} = {
  "capacity-differs-from-table": {
    ...capacityDiffersFromTableSteps,
    title: "Branch capacity differs from the known limit",
    describe: ({ facts: { instanceType, capacity, limit }, subjects }) =>
      `${counted(subjects.length, "node")} of type ${instanceType} offer ${capacity} branches; the table used here says ${limit}. One of the two is older.`,
    remedy: () =>
      "Nothing urgent: capacity counts. Bring Trunkscope up to date; if it is, the controller of this cluster has another table.",
  },
  "type-cannot-trunk": {
    ...typeCannotTrunkSteps,
    title: "Instance type takes no trunk ENI",
    describe: ({ facts: { instanceType, isInTable, nodes, waiting } }) =>
      `${counted(nodes, "node")} of type ${instanceType} can have no branches: ${isInTable ? "the type takes no trunk" : "neither the table here nor the controller knows the type"}.` +
      (waiting.length === 0
        ? ""
        : ` ${counted(waiting.length, "pod waits", "pods wait")} for branches and may run on such nodes only: ${listed(waiting)}.`),
    remedy: ({ facts: { waiting } }) =>
      `Use a type that takes a trunk: most Nitro types do; t3, t3a, t4g, i4i.large and Xen types do not.${waiting.length === 0 ? "" : " Or let the pods' node selector and affinity admit other nodes."}`,
  },
  "legacy-trunk-label": {
    ...legacyLabelSteps,
    title: "Label has-trunk-attached is left from former days",
    describe: ({ facts: { value, cniVersion, isWaiting, node }, subjects }) =>
      isWaiting
        ? `${node} says has-trunk-attached=false for more than 10 minutes. Its CNI (${cniVersion ?? "unknown"}) keeps that label, so the node waits for a trunk.`
        : `${counted(subjects.length, "node")} carry the label has-trunk-attached=${value}. ${cniVersion === null ? "" : `CNI ${cniVersion} no longer writes it, and nothing updates it. `}Its mere presence has the controller manage the node.`,
    remedy: ({ facts: { isWaiting } }) =>
      isWaiting
        ? "Look for the reason in the node's events. CNI 1.15 and later ask through the CNINode instead: bring it up to date."
        : "Let nothing select nodes by it. It can be removed where the CNINode asks for SecurityGroupsForPods.",
  },
  "auto-mode-node": {
    ...autoModeNodeSteps,
    title: "EKS Auto Mode nodes are not judged",
    describe: ({ subjects }) =>
      `${counted(subjects.length, "node is", "nodes are")} run by EKS Auto Mode. The VPC resource controller leaves them alone, and the checks here do not apply to them.`,
    remedy: () => "Nothing to do. Security groups for pods work by another mechanism there.",
  },
};
