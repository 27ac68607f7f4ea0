import type { FactsOf } from "../../rule.ts";
import type { branchesInFormerSubnet, eniConfigBroken, trunkDiffersFromEniConfig } from "../../rules/eni-configs.ts";
import {
  branchesInFormerSubnetSteps,
  eniConfigBrokenSteps,
  trunkDiffersFromEniConfigSteps,
} from "../steps/eni-configs.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

type Broken = FactsOf<typeof eniConfigBroken>;

const troubles: Readonly<Record<Broken["trouble"], (facts: Broken) => string>> = {
  missing: () => "there is no such ENIConfig",
  "subnet-missing": ({ what }) => (what === null ? "it names no subnet" : `EC2 has no subnet ${what}`),
  "zone-differs": ({ what, zone }) => `its subnet is in ${what}, the instance in ${zone}`,
  "group-missing": ({ what }) => `EC2 has no security group ${what}`,
};

export const eniConfigs: {
  "trunk-differs-from-eni-config": Words<FactsOf<typeof trunkDiffersFromEniConfig>>;
  "eni-config-broken": Words<Broken>;
  "branches-in-former-subnet": Words<FactsOf<typeof branchesInFormerSubnet>>;
} = {
  "trunk-differs-from-eni-config": {
    ...trunkDiffersFromEniConfigSteps,
    title: "Trunk ENI differs from the node's ENIConfig",
    describe: ({
      facts: { nodes, trunks, eniConfig, isSubnetOther, trunkSubnets, configuredSubnet, trunkGroups, configuredGroups },
    }) =>
      isSubnetOther
        ? `${counted(trunks.length, "trunk")} (${listed(trunks)}) on ${listed(nodes)} ${trunks.length === 1 ? "is" : "are"} in ${listed(trunkSubnets)}; ENIConfig ${eniConfig} says ${configuredSubnet}. The ENIConfig was changed after the trunk was made, and the controller does not move a trunk.`
        : `${counted(trunks.length, "trunk")} (${listed(trunks)}) on ${listed(nodes)} ${trunks.length === 1 ? "has" : "have"} the groups ${trunkGroups.join(", ")}; ENIConfig ${eniConfig} says ${configuredGroups.join(", ")}. The controller does not change the groups of a trunk.`,
    remedy: () => "Replace the nodes: a new trunk is made by the ENIConfig as it is now.",
  },
  "eni-config-broken": {
    ...eniConfigBrokenSteps,
    title: "ENIConfig cannot work",
    describe: ({ facts }) =>
      `${counted(facts.nodes.length, "node")} (${listed(facts.nodes)}) ${facts.nodes.length === 1 ? "uses" : "use"} the ENIConfig ${facts.eniConfig} by ${facts.from}, but ${troubles[facts.trouble](facts)}. Trunks and branches cannot be made there.`,
    remedy: ({ facts: { trouble } }) =>
      trouble === "zone-differs"
        ? "Give nodes of each zone an ENIConfig whose subnet is in that zone."
        : trouble === "missing"
          ? "Create the ENIConfig, or correct the name on the node."
          : "Correct the ENIConfig.",
  },
  "branches-in-former-subnet": {
    ...branchesInFormerSubnetSteps,
    title: "Branches are in a subnet the node no longer uses",
    describe: ({ facts: { nodes, branches, formerSubnets, currentSubnet } }) =>
      `${counted(branches.length, "branch", "branches")} on ${listed(nodes)} ${branches.length === 1 ? "is" : "are"} in ${listed(formerSubnets)}; the node's subnet is now ${currentSubnet}. When the controller restarts it does not see them: their VLAN ids count as free, and collisions and leaks follow.`,
    remedy: ({ facts: { pods } }) =>
      `Recreate these pods before the controller restarts: ${listed(pods)}. Or replace the node.`,
  },
};
