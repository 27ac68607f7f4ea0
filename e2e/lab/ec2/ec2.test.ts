import {
  DescribeInstancesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTrunkInterfaceAssociationsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  paginateDescribeInstances,
  paginateDescribeNetworkInterfaces,
} from "@aws-sdk/client-ec2";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anInstance, anInterface, observationWith } from "../builder.ts";
import { createWorld, type World } from "../world.ts";
import { type Ec2Lab, startEc2 } from "./server.ts";

const trunk = anInterface("eni-0trunk", {
  type: "trunk",
  description: "aws-k8s-trunk-eni",
  attachment: {
    id: "eni-attach-01",
    instanceId: "i-0one",
    deviceIndex: 2,
    networkCardIndex: 0,
    status: "attached",
    attachedAt: Date.UTC(2022, 8, 29, 10, 29, 58),
    deleteOnTermination: true,
  },
});
const branches = Array.from({ length: 23 }, (_, index) =>
  anInterface(`eni-1branch${String(index).padStart(2, "0")}`, {
    subnetId: index % 2 ? "subnet-odd" : "subnet-even",
    ipv4Prefixes: index === 0 ? ["192.168.5.16/28"] : [],
    tags: {
      "eks:eni:owner": "eks-vpc-resource-controller",
      "vpcresources.k8s.aws/trunk-eni-id": "eni-0trunk",
      "vpcresources.k8s.aws/vlan-id": String(index + 1),
      note: `a<b>&"c" ü${index}`,
    },
  }),
);

const cluster = observationWith({
  instances: [anInstance("i-0one", { interfaceIds: ["eni-0trunk"] }), anInstance("i-0two", { state: "terminated" })],
  interfaces: [trunk, ...branches],
  securityGroups: [{ id: "sg-0aaa", name: "app", vpcId: "vpc-0aaa", ownerId: "111122223333", tags: { team: "x" } }],
  securityGroupRules: [
    {
      id: "sgr-1",
      groupId: "sg-0aaa",
      isEgress: false,
      protocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrIpv4: "10.0.0.0/8",
    },
    {
      id: "sgr-2",
      groupId: "sg-0aaa",
      isEgress: true,
      protocol: "-1",
      referencedGroup: { groupId: "sg-0bbb", userId: "1" },
    },
  ],
  subnets: [
    { id: "subnet-odd", vpcId: "vpc-0aaa", cidr: "192.168.0.0/19", availableIps: 12, mapsPublicIp: true, tags: {} },
  ],
  vpcs: [{ id: "vpc-0aaa", cidrs: ["192.168.0.0/16", "100.64.0.0/16"], tags: {} }],
  routeTables: [
    {
      id: "rtb-0a",
      vpcId: "vpc-0aaa",
      isMain: true,
      subnetIds: ["subnet-odd"],
      routes: [{ destination: "0.0.0.0/0", target: "nat-1", state: "active" }],
    },
  ],
  prefixLists: [
    { id: "pl-1", name: "com.amazonaws.s3", addressFamily: "IPv4", maxEntries: 9, cidrs: ["52.218.0.0/17"] },
  ],
  trunkAssociations: [
    { id: "trunk-assoc-1", trunkId: "eni-0trunk", branchId: "eni-1branch00", protocol: "VLAN", vlanId: 1 },
  ],
});

let world: World;
let lab: Ec2Lab;
let client: EC2Client;
let moment = 1_000_000;

beforeAll(async () => {
  world = createWorld(cluster, { now: () => moment });
  lab = await startEc2(world, { now: () => moment });
  client = clientWith(1);
});
afterEach(() => lab.clearFaults());
afterAll(async () => {
  client.destroy();
  await lab.stop();
});

function clientWith(maxAttempts: number) {
  return new EC2Client({
    endpoint: lab.url,
    region: "eu-west-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 300, throwOnRequestTimeout: true },
  });
}

const interfacesOf = (input: DescribeNetworkInterfacesCommandInput) =>
  client
    .send(new DescribeNetworkInterfacesCommand(input))
    .then(({ NetworkInterfaces = [] }) => NetworkInterfaces.map((found) => found.NetworkInterfaceId ?? ""));

const filtered = (...filters: (readonly [string, ...string[]])[]) =>
  interfacesOf({ Filters: filters.map(([Name, ...Values]) => ({ Name, Values })) });

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ name: "nothing was refused" }),
    (error) => ({ name: error.name, status: error.$metadata?.httpStatusCode, message: error.message }),
  );

describe("interfaces", () => {
  test("a trunk comes back with everything the world knows of it", async () => {
    const { NetworkInterfaces } = await client.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ["eni-0trunk"] }),
    );
    expect(NetworkInterfaces?.[0]).toMatchObject({
      InterfaceType: "trunk",
      Status: "in-use",
      Attachment: {
        InstanceId: "i-0one",
        DeviceIndex: 2,
        AttachTime: new Date("2022-09-29T10:29:58Z"),
        DeleteOnTermination: true,
      },
      Groups: [{ GroupId: "sg-0aaa", GroupName: "app" }],
      PrivateIpAddresses: [{ PrivateIpAddress: "192.168.26.162", Primary: true }],
    });
  });

  test("a branch has no attachment, its prefixes, and tags with markup in them", async () => {
    const { NetworkInterfaces } = await client.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ["eni-1branch00"] }),
    );
    const branch = NetworkInterfaces?.[0];
    expect(branch).not.toHaveProperty("Attachment");
    expect(branch?.Ipv4Prefixes).toEqual([{ Ipv4Prefix: "192.168.5.16/28" }]);
    expect(branch?.TagSet).toContainEqual({ Key: "note", Value: 'a<b>&"c" ü0' });
  });

  test("pages of every size give each interface once", async () => {
    const all = [trunk, ...branches].map(({ id }) => id);
    for (const pageSize of [5, 6, 23, 24, 1000]) {
      const seen: string[] = [];
      for await (const page of paginateDescribeNetworkInterfaces({ client, pageSize }, {})) {
        expect(page.NetworkInterfaces?.length).toBeLessThanOrEqual(pageSize);
        seen.push(...(page.NetworkInterfaces ?? []).map((found) => found.NetworkInterfaceId ?? ""));
      }
      expect(seen).toEqual(all);
    }
  });

  test("filters are ANDed, their values ORed, with wildcards", async () => {
    expect(await filtered(["interface-type", "trunk"])).toEqual(["eni-0trunk"]);
    expect(await filtered(["subnet-id", "subnet-odd", "subnet-even"])).toHaveLength(23);
    expect(await filtered(["subnet-id", "subnet-odd"], ["tag:vpcresources.k8s.aws/vlan-id", "2", "3", "4"])).toEqual([
      "eni-1branch01",
      "eni-1branch03",
    ]);
    expect(await filtered(["network-interface-id", "eni-1branch0?"])).toHaveLength(10);
    expect(await filtered(["tag-key", "vpcresources.*"])).toHaveLength(23);
    expect(await filtered(["attachment.instance-id", "i-0one"])).toEqual(["eni-0trunk"]);
    expect(await filtered(["tag:eks:eni:owner", "EKS-vpc-resource-controller"])).toEqual([]);
  });
});

test("every other call answers in the SDK's own types", async () => {
  const [instances, groups, rules, subnets, vpcs, routes, lists, entries] = await Promise.all([
    client.send(new DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] })),
    client.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-id", Values: ["sg-0aaa", "sg-gone"] }] })),
    client.send(new DescribeSecurityGroupRulesCommand({ MaxResults: 5 })),
    client.send(new DescribeSubnetsCommand({})),
    client.send(new DescribeVpcsCommand({ VpcIds: ["vpc-0aaa"] })),
    client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: ["vpc-0aaa"] }] })),
    client.send(new DescribeManagedPrefixListsCommand({})),
    client.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: "pl-1" })),
  ]);
  const instance = instances.Reservations?.[0]?.Instances?.[0];
  expect(instance).toMatchObject({
    InstanceId: "i-0one",
    State: { Code: 16, Name: "running" },
    InstanceType: "m5.large",
  });
  expect(instance?.LaunchTime).toBeInstanceOf(Date);
  expect(instance?.NetworkInterfaces).toMatchObject([
    { NetworkInterfaceId: "eni-0trunk", Attachment: { DeviceIndex: 2 } },
  ]);
  expect(groups.SecurityGroups).toMatchObject([{ GroupName: "app", IpPermissions: [{ FromPort: 80 }] }]);
  expect(rules.SecurityGroupRules).toMatchObject([
    { SecurityGroupRuleId: "sgr-1", IsEgress: false, FromPort: 80, CidrIpv4: "10.0.0.0/8" },
    { SecurityGroupRuleId: "sgr-2", IsEgress: true, ReferencedGroupInfo: { GroupId: "sg-0bbb", UserId: "1" } },
  ]);
  expect(subnets.Subnets).toMatchObject([
    { CidrBlock: "192.168.0.0/19", AvailableIpAddressCount: 12, MapPublicIpOnLaunch: true },
  ]);
  expect(vpcs.Vpcs?.[0]?.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock)).toEqual([
    "192.168.0.0/16",
    "100.64.0.0/16",
  ]);
  expect(routes.RouteTables).toMatchObject([
    {
      Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }],
      Associations: [{ Main: true }, { SubnetId: "subnet-odd" }],
    },
  ]);
  expect(lists.PrefixLists).toMatchObject([{ PrefixListName: "com.amazonaws.s3" }]);
  expect(entries.Entries).toEqual([{ Cidr: "52.218.0.0/17" }]);
});

describe("refusals", () => {
  test("what EC2 refuses is refused with its codes", async () => {
    expect(await refusal(interfacesOf({ NetworkInterfaceIds: ["eni-gone"] }))).toEqual({
      name: "InvalidNetworkInterfaceID.NotFound",
      status: 400,
      message: "The networkInterface ID 'eni-gone' does not exist",
    });
    const withIds = { NetworkInterfaceIds: ["eni-0trunk"], MaxResults: 5 };
    expect(await refusal(interfacesOf(withIds))).toMatchObject({ name: "InvalidParameterCombination" });
    expect(await refusal(interfacesOf({ MaxResults: 4 }))).toMatchObject({ name: "InvalidParameterValue" });
    expect(await refusal(interfacesOf({ MaxResults: 1001 }))).toMatchObject({ name: "InvalidParameterValue" });
    expect(await refusal(filtered(["no-such-filter", "x"]))).toMatchObject({ name: "InvalidParameterValue" });
    expect(await refusal(interfacesOf({ MaxResults: 5, NextToken: "nonsense" }))).toMatchObject({
      name: "InvalidNextToken",
    });
  });

  test("trunk associations are closed to customers unless the lab opens them", async () => {
    const call = () => client.send(new DescribeTrunkInterfaceAssociationsCommand({}));
    expect(await refusal(call())).toMatchObject({ name: "UnauthorizedOperation", status: 403 });
    lab.setFaults({ refuse: [] });
    expect((await call()).InterfaceAssociations).toMatchObject([{ TrunkInterfaceId: "eni-0trunk", VlanId: 1 }]);
  });
});

describe("faults", () => {
  const call = () => interfacesOf({ MaxResults: 5 });

  test("each fault reaches the SDK as the real one does, and ends", async () => {
    lab.setFaults({ refuse: ["DescribeNetworkInterfaces"] });
    expect(await refusal(call())).toMatchObject({ name: "UnauthorizedOperation", status: 403 });
    lab.clearFaults();
    lab.setFaults({ throttle: 1 });
    expect(await refusal(call())).toMatchObject({ name: "RequestLimitExceeded", status: 503 });
    lab.setFaults({ internalError: 1 });
    expect(await refusal(call())).toMatchObject({ name: "InternalError", status: 500 });
    lab.setFaults({ expiredToken: 1 });
    expect(await refusal(call())).toMatchObject({ name: "ExpiredToken" });
    lab.setFaults({ truncated: 1 });
    expect(await refusal(call())).not.toMatchObject({ name: "nothing was refused" });
    lab.setFaults({ malformed: 1 });
    expect(await refusal(call())).not.toMatchObject({ name: "nothing was refused" });
    lab.setFaults({ html: 1 });
    expect(await refusal(call())).not.toMatchObject({ name: "nothing was refused" });
    lab.setFaults({ reset: 1 });
    expect(await refusal(call())).toMatchObject({ message: expect.stringMatching(/ECONNRESET|socket hang up/) });
    lab.setFaults({ hang: 1 });
    expect(await refusal(call())).toMatchObject({ name: "TimeoutError" });
    expect(await call()).toHaveLength(5);
  });

  test("the SDK's retries outlast a few throttled calls", async () => {
    const patient = clientWith(4);
    lab.setFaults({ throttle: 2 });
    const { NetworkInterfaces } = await patient.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5 }));
    expect(NetworkInterfaces).toHaveLength(5);
    patient.destroy();
  });

  test("a rate limit lets through what fits and refuses the rest until time passes", async () => {
    lab.setFaults({ callsPerSecond: 2 });
    const answers = [await refusal(call()), await refusal(call()), await refusal(call())];
    expect(answers.map(({ name }) => name)).toEqual([
      "nothing was refused",
      "nothing was refused",
      "RequestLimitExceeded",
    ]);
    moment += 1000;
    expect(await call()).toHaveLength(5);
  });

  test("an empty page with a token loses nothing", async () => {
    lab.setFaults({ emptyPage: 2 });
    const sizes: number[] = [];
    for await (const page of paginateDescribeInstances({ client, pageSize: 5 }, {}))
      sizes.push(page.Reservations?.length ?? 0);
    expect(sizes).toEqual([0, 0, 2]);
  });

  test("a new interface is missing for a while, also by id", async () => {
    lab.setFaults({ unseenForMs: 5000 });
    world.set("interfaces", "eni-9new", anInterface("eni-9new"));
    expect(await filtered(["network-interface-id", "eni-9new"])).toEqual([]);
    expect(await refusal(interfacesOf({ NetworkInterfaceIds: ["eni-9new"] }))).toMatchObject({
      name: "InvalidNetworkInterfaceID.NotFound",
    });
    moment += 5000;
    expect(await interfacesOf({ NetworkInterfaceIds: ["eni-9new"] })).toEqual(["eni-9new"]);
    world.set("interfaces", "eni-9new", null);
  });

  test("stopped it refuses connections, started it answers on the same port", async () => {
    await lab.stop();
    const newcomer = clientWith(1);
    const refused = newcomer.send(new DescribeVpcsCommand({}));
    expect(await refusal(refused)).toMatchObject({ message: expect.stringContaining("ECONNREFUSED") });
    await lab.start();
    expect((await newcomer.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
    newcomer.destroy();
  });
});
