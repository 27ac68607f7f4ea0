import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type CollectionName, collections } from "../../recording/collections.ts";
import * as map from "./mapper.ts";

const published = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../e2e/fixtures/ironman-2022/${name}.json`, import.meta.url), "utf8"));
const trunk = published("describe-network-interfaces-trunk").NetworkInterfaces[0];
const branch = published("describe-network-interfaces-branch").NetworkInterfaces[0];

describe("the published cluster's ENIs", () => {
  test("a trunk keeps its attachment, groups and tags", () => {
    expect(map.interfaceItem(trunk)).toMatchObject({
      id: "eni-01f7b73cf13962fe5",
      type: "trunk",
      mac: "02:27:6e:aa:23:15",
      privateIp: "192.168.9.59",
      groups: [{ id: "sg-079157a483bcb371f" }, { id: "sg-032f6354cf0b25196" }],
      attachment: { instanceId: "i-01ac2403f4932c7ee", deviceIndex: 2, attachedAt: Date.UTC(2022, 8, 29, 10, 29, 58) },
      tags: { "eks:eni:owner": "eks-vpc-resource-controller", "kubernetes.io/cluster/ironman-2022": "owned" },
    });
  });

  test("a list that was not printed is unknown, not empty", () => {
    expect(map.interfaceItem(trunk)).not.toHaveProperty("privateIps");
    expect(map.interfaceItem({ ...trunk, PrivateIpAddresses: [] })).toHaveProperty("privateIps", []);
  });

  test("a branch has no attachment, and its VLAN and trunk in tags", () => {
    expect(map.interfaceItem(branch)).toMatchObject({
      type: "branch",
      attachment: null,
      privateIps: ["192.168.26.162"],
      tags: { "vpcresources.k8s.aws/trunk-eni-id": "eni-01f7b73cf13962fe5", "vpcresources.k8s.aws/vlan-id": "1" },
    });
  });

  test("the SDK's Date and the CLI's text give the same time", () => {
    const sdk = { ...trunk, Attachment: { ...trunk.Attachment, AttachTime: new Date("2022-09-29T10:29:58Z") } };
    expect(map.interfaceItem(sdk)).toEqual(map.interfaceItem(trunk));
  });
});

describe("tags", () => {
  test("only those in use are kept", () => {
    const Tags = [
      { Key: "Name", Value: "node" },
      { Key: "eks:cluster-name", Value: "c" },
      { Key: "owner-mail", Value: "person@example.com" },
      { Key: "__proto__", Value: "x" },
    ];
    expect(map.instanceItem({ InstanceId: "i-1", Tags })?.tags).toEqual({ Name: "node", "eks:cluster-name": "c" });
  });

  test("an ENI's tags are read under either name", () => {
    const tags = [{ Key: "Name", Value: "n" }];
    expect(map.interfaceItem({ NetworkInterfaceId: "eni-1", Tags: tags })?.tags).toEqual({ Name: "n" });
    expect(map.interfaceItem({ NetworkInterfaceId: "eni-1", TagSet: tags })?.tags).toEqual({ Name: "n" });
  });
});

describe("every mapper", () => {
  const full: readonly [CollectionName, (foreign: never) => unknown, object][] = [
    [
      "instances",
      map.instanceItem,
      { InstanceId: "i-1", State: { Name: "running" }, LaunchTime: "2026-01-01T00:00:00Z" },
    ],
    ["interfaces", map.interfaceItem, trunk],
    ["securityGroups", map.securityGroupItem, { GroupId: "sg-1", GroupName: "web" }],
    [
      "securityGroupRules",
      map.securityGroupRuleItem,
      {
        SecurityGroupRuleId: "sgr-1",
        GroupId: "sg-1",
        IsEgress: false,
        IpProtocol: "tcp",
        FromPort: 80,
        ToPort: 80,
        ReferencedGroupInfo: { GroupId: "sg-2", UserId: "1" },
      },
    ],
    ["subnets", map.subnetItem, { SubnetId: "subnet-1", CidrBlock: "10.0.0.0/24", AvailableIpAddressCount: 3 }],
    ["vpcs", map.vpcItem, { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
    [
      "routeTables",
      map.routeTableItem,
      { RouteTableId: "rtb-1", Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }] },
    ],
    ["prefixLists", map.prefixListItem, { PrefixListId: "pl-1", PrefixListName: "s3", MaxEntries: 3 }],
    [
      "trunkAssociations",
      map.trunkAssociationItem,
      { AssociationId: "trunk-assoc-1", TrunkInterfaceId: "eni-1", BranchInterfaceId: "eni-2", VlanId: 1 },
    ],
  ];

  test.each(full)(
    "%s fit their schema, with nulls and wrong types in every field too",
    (collection, itemOf, foreign) => {
      const broken = Object.fromEntries(
        Object.entries(foreign).map(([key, value]) => [key, /Id$/.test(key) ? value : null]),
      );
      for (const each of [foreign, broken, { ...foreign, Tags: null, Groups: "x", Attachment: 3 }]) {
        const item = itemOf(each as never);
        if (item !== null) expect(collections[collection].schema.parse(item)).toEqual(item);
      }
      expect(itemOf(foreign as never)).not.toBeNull();
      expect(itemOf({} as never)).toBeNull();
    },
  );

  test("a VPC keeps its further CIDRs, but not those being taken away", () => {
    const association = (CidrBlock: string, State: string) => ({ CidrBlock, CidrBlockState: { State } });
    const vpc = map.vpcItem({
      VpcId: "vpc-1",
      CidrBlock: "10.0.0.0/16",
      CidrBlockAssociationSet: [
        association("10.0.0.0/16", "associated"),
        association("100.64.0.0/16", "associated"),
        association("10.1.0.0/16", "disassociated"),
      ],
    });
    expect(vpc?.cidrs).toEqual(["10.0.0.0/16", "100.64.0.0/16"]);
  });
});
