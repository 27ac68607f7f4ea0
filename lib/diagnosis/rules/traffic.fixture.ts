import type { Item } from "../../recording/collections.ts";
import { type Lab, lab } from "../testing.fixture.ts";

type Rule = Item<"securityGroupRules">;
type Container = Item<"pods">["containers"][number];

/** Puts a rule into a group of the lab: everything, for ingress, unless said otherwise. */
export function withRule(cluster: Lab, id: string, groupId: string, fields: Partial<Rule>): Lab {
  return cluster.put("securityGroupRules", id, {
    id,
    groupId,
    isEgress: false,
    protocol: "-1",
    fromPort: -1,
    toPort: -1,
    ...fields,
  });
}

/** Sets variables of aws-node; `null` takes one away. */
export function withAwsNode(
  cluster: Lab,
  env: Readonly<Record<string, string | null>>,
  part: "containers" | "initContainers" = "containers",
): Lab {
  const [first, ...others] = cluster.get("pods", lab.awsNode)[part] ?? [];
  if (first === undefined) throw new RangeError(`the aws-node of the lab has no ${part}`);
  const variables = Object.entries({ ...first.env, ...env }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return cluster.change("pods", lab.awsNode, { [part]: [{ ...first, env: Object.fromEntries(variables) }, ...others] });
}

export const mode = (value: "strict" | "standard") => ({ POD_SECURITY_GROUP_ENFORCING_MODE: value });

/** The containers of a pod of the lab with something else in the first one. */
export function withContainer(cluster: Lab, pod: string, fields: Partial<Container>): Lab {
  const [first, ...others] = cluster.get("pods", pod).containers;
  return cluster.change("pods", pod, { containers: [{ ...(first as Container), ...fields }, ...others] });
}

/** Gives an ENI of the lab other groups. */
export function withGroups(cluster: Lab, eni: string, ...groups: readonly string[]): Lab {
  return cluster.change("interfaces", eni, { groups: groups.map((id) => ({ id })) });
}

/** Adds a group without rules. */
export function withGroup(cluster: Lab, id: string, fields: Partial<Item<"securityGroups">> = {}): Lab {
  return cluster.put("securityGroups", id, {
    id,
    name: id.slice(4),
    vpcId: lab.vpc,
    ownerId: "111111111111",
    tags: {},
    ...fields,
  });
}
