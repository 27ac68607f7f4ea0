import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EC2Client } from "@aws-sdk/client-ec2";
import { readOnly } from "./read-only.ts";

export interface Call {
  readonly action: string;
  readonly params: URLSearchParams;
  /** How many calls of this action came before. */
  readonly nth: number;
}

export type Answer = { readonly status?: number; readonly body: string } | "hang-up";

/** An EC2 endpoint on loopback that answers what a test says, and remembers what it was asked. */
export async function standIn(answer: (call: Call) => Answer) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const params = new URLSearchParams(body);
      const action = params.get("Action") ?? "";
      const call = { action, params, nth: calls.filter((each) => each.action === action).length };
      calls.push(call);
      const said = answer(call);
      if (said === "hang-up") return request.socket.destroy();
      response.writeHead(said.status ?? 200, { "content-type": "text/xml" });
      response.end(said.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { endpoint, calls, [Symbol.asyncDispose]: close };
}

export function clientFor(endpoint: string, maxAttempts = 1): EC2Client {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" };
  return readOnly(new EC2Client({ endpoint, region: "eu-west-1", credentials, maxAttempts, retryMode: "adaptive" }));
}

const lists: Readonly<Record<string, string>> = {
  DescribeInstances: "reservationSet",
  DescribeNetworkInterfaces: "networkInterfaceSet",
  DescribeSecurityGroups: "securityGroupInfo",
  DescribeSecurityGroupRules: "securityGroupRuleSet",
  DescribeSubnets: "subnetSet",
  DescribeVpcs: "vpcSet",
  DescribeRouteTables: "routeTableSet",
  DescribeManagedPrefixLists: "prefixListSet",
  GetManagedPrefixListEntries: "entrySet",
  DescribeTrunkInterfaceAssociations: "interfaceAssociationSet",
};

/** A page as EC2 writes it: items in the list of the action, and the token of the next page. */
export function page(action: string, items: readonly string[] = [], nextToken = ""): Answer {
  const list = lists[action] ?? "itemSet";
  const token = nextToken ? `<nextToken>${nextToken}</nextToken>` : "";
  const body = items.map((item) => `<item>${item}</item>`).join("");
  return { body: `<${action}Response><requestId>r</requestId><${list}>${body}</${list}>${token}</${action}Response>` };
}

export function refusal(status: number, code: string, message = "You are not authorized."): Answer {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, body: `<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>` };
}

export function tagSet(tags: Readonly<Record<string, string>>): string {
  const items = Object.entries(tags).map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`);
  return `<tagSet>${items.join("")}</tagSet>`;
}

/** The filters of a call by name. */
export function filtersOf({ params }: Call): ReadonlyMap<string, readonly string[]> {
  const filters = new Map<string, string[]>();
  for (let index = 1; params.has(`Filter.${index}.Name`); index++) {
    const values: string[] = [];
    for (let nth = 1; params.has(`Filter.${index}.Value.${nth}`); nth++) {
      values.push(params.get(`Filter.${index}.Value.${nth}`) ?? "");
    }
    filters.set(params.get(`Filter.${index}.Name`) ?? "", values);
  }
  return filters;
}
