import { expect, test } from "vitest";
import { apply } from "../../recording/change.ts";
import { emptyObservation, type Observation } from "../../recording/observation.ts";
import { changeOf } from "../../recording/reading.ts";
import type { Clock } from "../source.ts";
import type { Ec2SourceOptions } from "./source.ts";
import { ec2Source } from "./source.ts";
import { type Answer, type Call, clientFor, filtersOf, page, refusal, standIn, tagSet } from "./stand-in.fixture.ts";

const owner = { "eks:eni:owner": "eks-vpc-resource-controller", "kubernetes.io/cluster/demo": "owned" };
const attachment = "<attachment><instanceId>i-1</instanceId><deviceIndex>0</deviceIndex></attachment>";
const eni = (id: string, more = "") =>
  `<networkInterfaceId>${id}</networkInterfaceId><vpcId>vpc-1</vpcId><groupSet><item><groupId>sg-1</groupId></item></groupSet>${more}`;
const trunk = eni("eni-trunk", attachment + tagSet(owner));
const branch = eni("eni-branch", tagSet(owner));
const primary = eni("eni-primary", attachment);
const instanceOf = (id: string, vpcId: string, tags: Record<string, string>) =>
  `<instancesSet><item><instanceId>${id}</instanceId><vpcId>${vpcId}</vpcId>${tagSet(tags)}</item></instancesSet>`;
const instance = instanceOf("i-1", "vpc-1", { "eks:cluster-name": "demo" });

const ordinary: Readonly<Record<string, readonly string[]>> = {
  DescribeInstances: [instance, instanceOf("i-other", "vpc-1", { "eks:cluster-name": "other" })],
  DescribeSecurityGroups: ["<groupId>sg-1</groupId><vpcId>vpc-1</vpcId>"],
  DescribeSecurityGroupRules: [
    "<securityGroupRuleId>sgr-1</securityGroupRuleId><groupId>sg-1</groupId><isEgress>true</isEgress><ipProtocol>-1</ipProtocol><prefixListId>pl-1</prefixListId>",
  ],
  DescribeSubnets: ["<subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"],
  DescribeVpcs: ["<vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock>"],
  DescribeRouteTables: ["<routeTableId>rtb-1</routeTableId>"],
  DescribeManagedPrefixLists: ["<prefixListId>pl-1</prefixListId><prefixListName>s3</prefixListName>"],
  GetManagedPrefixListEntries: ["<cidr>52.0.0.0/8</cidr>"],
};

const isOfBranches = (call: Call) => filtersOf(call).has("tag:eks:eni:owner");

/** A small account in order; `otherwise` answers what is special about a test. */
function account(otherwise: (call: Call) => Answer | undefined = () => undefined) {
  return (call: Call): Answer => {
    const special = otherwise(call);
    if (special) return special;
    if (call.action === "DescribeTrunkInterfaceAssociations") return refusal(403, "UnauthorizedOperation");
    if (call.action === "DescribeNetworkInterfaces") {
      return page(call.action, isOfBranches(call) ? [trunk, branch] : [primary, trunk]);
    }
    return page(call.action, ordinary[call.action]);
  };
}

/** The source running against a stand-in, its readings folded, its sleeps ended by `nextRound`. */
async function watch(
  answer: (call: Call) => Answer,
  { from = emptyObservation, ...options }: Partial<Ec2SourceOptions> & { from?: Observation } = {},
) {
  const ec2 = await standIn(answer);
  const stop = new AbortController();
  let observation = from;
  let now = 1_000_000;
  let sleeping: (() => void)[] = [];
  let look: () => unknown = () => undefined;
  const clock: Clock = {
    now: () => now,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        sleeping.push(resolve);
        signal.addEventListener("abort", () => resolve());
        look();
      }),
  };
  const source = ec2Source({
    client: clientFor(ec2.endpoint),
    clusterName: "demo",
    clock,
    random: () => 0.5,
    ...options,
  });
  const stopped = source.run((readings) => {
    for (const reading of readings) observation = apply(observation, changeOf(observation, reading));
    look();
  }, stop.signal);
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => holds() && resolve();
      look();
    });
  const loops = 10;
  return {
    calls: ec2.calls,
    seen: () => observation,
    idsOf: (collection: keyof Observation["items"]) => [...(observation.items[collection]?.keys() ?? [])].sort(),
    /** Every loop has read once more and sleeps. */
    settled: (count = loops) => until(() => sleeping.length === count),
    nextRound: async () => {
      const woken = sleeping;
      sleeping = [];
      now += 60_000;
      for (const wake of woken) wake();
      await until(() => sleeping.length === woken.length);
    },
    until: (holds: () => boolean) => until(holds),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await stopped;
      await ec2[Symbol.asyncDispose]();
    },
  };
}

test("the whole plan: the VPC is found by tags, and every collection is read with filters", async () => {
  await using watched = await watch(account());
  await watched.settled();
  expect(watched.idsOf("instances")).toEqual(["i-1"]);
  expect(watched.idsOf("interfaces")).toEqual(["eni-branch", "eni-primary", "eni-trunk"]);
  expect(watched.idsOf("securityGroupRules")).toEqual(["sgr-1"]);
  expect(watched.idsOf("subnets")).toEqual(["subnet-1"]);
  expect(watched.seen().items.vpcs?.get("vpc-1")).toEqual({ id: "vpc-1", cidrs: ["10.0.0.0/16"], tags: {} });
  expect(watched.seen().items.prefixLists?.get("pl-1")).toMatchObject({ name: "s3", cidrs: ["52.0.0.0/8"] });
  const unfiltered = watched.calls.filter((call) => call.action.startsWith("Describe") && filtersOf(call).size === 0);
  expect(unfiltered.map(({ action }) => action)).toEqual(["DescribeTrunkInterfaceAssociations"]);
});

test("an optional call that is refused is visible and stops nothing else", async () => {
  await using watched = await watch(account());
  await watched.settled();
  expect(Object.keys(watched.seen().failures)).toEqual(["trunkAssociations"]);
  expect(watched.seen().failures.trunkAssociations?.message).toContain("Grant ec2:DescribeTrunkInterfaceAssociations");
});

test("a trunk and a branch that are gone do not live on in the read of the nodes' ENIs", async () => {
  let gone = false;
  const answer = account((call) => (gone && isOfBranches(call) ? page(call.action, []) : undefined));
  await using watched = await watch(answer, { vpcId: "vpc-1" });
  await watched.settled();
  gone = true;
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toEqual(["eni-primary"]);
});

test("when one of the two reads of interfaces fails, the other goes on and the failure stays in sight", async () => {
  let broken = false;
  const answer = account((call) => {
    if (!broken || call.action !== "DescribeNetworkInterfaces") return undefined;
    return isOfBranches(call) ? page(call.action, [trunk]) : refusal(401, "AuthFailure");
  });
  await using watched = await watch(answer, { vpcId: "vpc-1" });
  await watched.settled();
  broken = true;
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toEqual(["eni-primary", "eni-trunk"]);
  expect(watched.seen().failures.interfaces?.code).toBe("AuthFailure");
  broken = false;
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toEqual(["eni-branch", "eni-primary", "eni-trunk"]);
  expect(watched.seen().failures.interfaces).toBeUndefined();
});

test("what was known before a restart stays while one of the reads has not succeeded yet", async () => {
  const known = new Map(["eni-primary", "eni-old"].map((id) => [id, { id, groups: [], attachment: null, tags: {} }]));
  const from: Observation = { ...emptyObservation, items: { interfaces: known } };
  const answer = account((call) =>
    call.action === "DescribeNetworkInterfaces" && !isOfBranches(call)
      ? refusal(403, "UnauthorizedOperation")
      : undefined,
  );
  await using watched = await watch(answer, { vpcId: "vpc-1", from });
  await watched.settled();
  expect(watched.idsOf("interfaces")).toEqual(["eni-branch", "eni-old", "eni-primary", "eni-trunk"]);
  expect(watched.seen().failures.interfaces?.code).toBe("UnauthorizedOperation");
});

test("everything refused: everything says so, and nothing known is lost", async () => {
  let refused = false;
  await using watched = await watch(account(() => (refused ? refusal(403, "UnauthorizedOperation") : undefined)));
  await watched.settled();
  const before = watched.seen().items;
  refused = true;
  await watched.nextRound();
  expect(watched.seen().items).toEqual(before);
  expect(Object.keys(watched.seen().failures)).toHaveLength(9);
});

test("entries of a prefix list that cannot be read leave the list without CIDRs, and say so", async () => {
  const answer = account(({ action }) =>
    action === "GetManagedPrefixListEntries" ? refusal(403, "UnauthorizedOperation") : undefined,
  );
  await using watched = await watch(answer);
  await watched.settled();
  expect(watched.seen().items.prefixLists?.get("pl-1")).toEqual({ id: "pl-1", name: "s3" });
  expect(watched.seen().failures.prefixLists?.message).toContain("Grant ec2:GetManagedPrefixListEntries");
});

test("instances and groups that only Kubernetes names are asked for by filter, never by id", async () => {
  const also = { instanceIds: () => ["i-hidden"], groupIds: () => ["sg-policy"] };
  await using watched = await watch(account(), { also });
  await watched.settled();
  const asked = (action: string, filter: string) =>
    watched.calls.filter((call) => call.action === action).flatMap((call) => filtersOf(call).get(filter) ?? []);
  expect(asked("DescribeInstances", "instance-id")).toEqual(["i-hidden"]);
  expect(asked("DescribeNetworkInterfaces", "attachment.instance-id")).toContain("i-hidden");
  expect(asked("DescribeSecurityGroups", "group-id")).toEqual(["sg-policy"]);
});

const isByName = (call: Call) => filtersOf(call).has("network-interface-id");

test("an ENI that a pod names is read by its id, outlives the sweeps that do not have it, and goes when EC2 no longer knows it", async () => {
  let there = true;
  const answer = account((call) =>
    isByName(call) ? page(call.action, there ? [eni("eni-0a", tagSet(owner))] : []) : undefined,
  );
  await using watched = await watch(answer, { also: { interfaceIds: () => ["eni-0a"] } });
  await watched.settled(11);
  expect(watched.calls.filter(isByName).map((call) => [...filtersOf(call)])).toEqual([
    [["network-interface-id", ["eni-0a"]]],
  ]);
  expect(watched.idsOf("interfaces")).toEqual(["eni-0a", "eni-branch", "eni-primary", "eni-trunk"]);
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toContain("eni-0a");
  there = false;
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toEqual(["eni-branch", "eni-primary", "eni-trunk"]);
});

test("reading by id does not hush up what fails of its collection", async () => {
  let refused = false;
  const answer = account((call) => {
    if (isByName(call)) return page(call.action, [eni("eni-0a", tagSet(owner))]);
    return refused && isOfBranches(call) ? refusal(403, "UnauthorizedOperation") : undefined;
  });
  const named: string[] = [];
  await using watched = await watch(answer, { also: { interfaceIds: () => named } });
  await watched.settled(11);
  refused = true;
  await watched.nextRound();
  expect(watched.seen().failures.interfaces?.code).toBe("UnauthorizedOperation");
  named.push("eni-0a");
  await watched.nextRound();
  expect(watched.idsOf("interfaces")).toContain("eni-0a");
  expect(watched.seen().failures.interfaces?.code).toBe("UnauthorizedOperation");
});

test("throttling of reads by id is no failure of the collection", async () => {
  const answer = account((call) => (isByName(call) ? refusal(503, "RequestLimitExceeded") : undefined));
  await using watched = await watch(answer, { also: { interfaceIds: () => ["eni-0a"] } });
  await watched.settled(11);
  expect(watched.calls.filter(isByName)).toHaveLength(1);
  expect(watched.seen().failures.interfaces).toBeUndefined();
});

test("a cluster without tagged instances is found by its trunk", async () => {
  const answer = account(({ action }) => (action === "DescribeInstances" ? page(action) : undefined));
  await using watched = await watch(answer);
  await watched.settled();
  expect(watched.idsOf("interfaces")).toContain("eni-trunk");
  const [lookup] = watched.calls.filter((call) => filtersOf(call).has("instance-id"));
  expect(lookup && filtersOf(lookup).get("instance-id")).toEqual(["i-1"]);
});

test("a cluster that cannot be found says what to check, and is found once it is there", async () => {
  let there = false;
  await using watched = await watch(account(({ action }) => (there ? undefined : page(action))));
  await watched.settled(1);
  expect(watched.seen().failures.interfaces?.code).toBe("VpcNotFound");
  expect(watched.seen().failures.interfaces?.message).toContain("cluster demo");
  there = true;
  void watched.nextRound();
  await watched.until(() => watched.idsOf("interfaces").length === 3);
});

test("instances in two VPCs are not guessed about", async () => {
  const two = [instance, instanceOf("i-2", "vpc-2", { "kubernetes.io/cluster/demo": "owned" })];
  await using watched = await watch(account(({ action }) => page(action, action === "DescribeInstances" ? two : [])));
  await watched.settled(1);
  expect(watched.seen().failures.instances?.code).toBe("VpcAmbiguous");
  expect(watched.seen().failures.instances?.message).toContain("vpc-1, vpc-2");
});

test("of two VPCs the one with the cluster's trunk is taken", async () => {
  const two = [instance, instanceOf("i-2", "vpc-2", { "kubernetes.io/cluster/demo": "owned" })];
  await using watched = await watch(
    account(({ action }) => (action === "DescribeInstances" ? page(action, two) : undefined)),
  );
  await watched.settled();
  expect(watched.idsOf("interfaces")).toContain("eni-trunk");
});
