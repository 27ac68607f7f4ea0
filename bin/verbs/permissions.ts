import { parseArgs } from "node:util";
import { iamText, rbacText } from "../permissions.ts";
import { UsageError } from "../verb.ts";

export const help = `Usage: trunkscope permissions iam|rbac [--region REGION]

Prints what Trunkscope must be granted to watch a cluster: reads only.

  iam     the IAM policy (deploy/iam-policy.json); --region limits it to one region
  rbac    the ClusterRole, the Role and their bindings (deploy/rbac.yaml)

Exit codes: 0 printed, 2 bad usage.

Example: trunkscope permissions rbac | kubectl apply -f -
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { region: { type: "string" } },
  });
  const [what, ...more] = positionals;
  if ((what !== "iam" && what !== "rbac") || more.length > 0) throw new UsageError("say iam or rbac");
  if (what === "rbac" && values.region !== undefined) throw new UsageError("--region is for iam");
  process.stdout.write(what === "iam" ? iamText(values.region) : rbacText());
  return 0;
}
