import type { EC2Client } from "@aws-sdk/client-ec2";

/** Every EC2 action that may ever leave this process. */
export const allowedActions: ReadonlySet<string> = new Set([
  "DescribeInstances",
  "DescribeNetworkInterfaces",
  "DescribeSecurityGroups",
  "DescribeSecurityGroupRules",
  "DescribeSubnets",
  "DescribeVpcs",
  "DescribeRouteTables",
  "DescribeManagedPrefixLists",
  "GetManagedPrefixListEntries",
  "DescribeTrunkInterfaceAssociations",
]);

/** Makes a client refuse every action but the reads: by the command's name before anything else runs, and by what would go over the wire. */
export function readOnly(client: EC2Client): EC2Client {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      refuseUnlessRead(String(context.commandName).replace(/Command$/, ""));
      return next(args);
    },
    { name: "trunkscopeReadOnlyCommand", step: "initialize", priority: "high" },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      refuseUnlessRead(actionOf(args.request));
      return next(args);
    },
    { name: "trunkscopeReadOnlyRequest", step: "finalizeRequest", priority: "low" },
  );
  return client;
}

export class WriteRefused extends Error {
  override readonly name = "WriteRefused";
}

function refuseUnlessRead(action: string): void {
  if (!allowedActions.has(action)) throw new WriteRefused(`Trunkscope only reads: ${action} is not sent.`);
}

function actionOf(request: unknown): string {
  const body = (request as { body?: unknown }).body;
  return (typeof body === "string" && new URLSearchParams(body).get("Action")) || "a request without an action";
}
