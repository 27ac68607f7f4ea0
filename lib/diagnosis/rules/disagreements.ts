import type { Item } from "../../recording/collections.ts";
import { addressKey, ipsOf, prefixesOf } from "../../topology/address-index.ts";
import { podEniAnnotation } from "../../topology/annotation.ts";
import { taggedInstance, taggedTrunk, taggedVlan } from "../../topology/interface-kind.ts";
import type { AnnotationEntry } from "../../topology/resources.ts";
import { annotationOf, isLive, podIpsOf } from "../../topology/world.ts";
import type { Host, HostedPod } from "../host.ts";
import { defineRule } from "../rule.ts";
import { podsOn, seen } from "../seen.ts";

const annotationField = `annotations.${podEniAnnotation}`;

type DisagreementFacts = {
  pod: string;
  eni: string;
  node: string | null;
  /** Parallel: what differs, what the annotation (or the pod's node) says, and what EC2 says. */
  fields: string[];
  said: string[];
  actual: string[];
  isTrunkOther: boolean;
};

export const annotationDisagrees = defineRule<DisagreementFacts>({
  id: "annotation-disagrees",
  code: "SGP-007",
  severity: "high",
  per: "host",
  needs: ["pods", "interfaces"],
  confirmAfterSeconds: 60,
  *check(host, world) {
    for (const { pod, item } of podsOn(host)) {
      if (!pod.annotated || !isLive(item)) continue;
      // A pod without entries of its own says what its branch says: only the place of the two may differ.
      const entry = pod.annotation?.[0];
      const eniId = pod.annotation === undefined ? pod.branchIds[0] : entry?.eniId;
      const eni = eniId === undefined ? undefined : world.item("interfaces", eniId);
      if (!eni) continue;
      const differences = [...(entry ? differencesOf(entry, eni) : []), ...placeDifferences(host, eni)];
      if (differences.length === 0) continue;
      const fields = differences.map(({ field }) => field);
      yield {
        subjects: [pod.id, eni.id],
        facts: {
          pod: `${item.namespace}/${item.name}`,
          eni: eni.id,
          node: item.nodeName ?? null,
          fields,
          said: differences.map(({ said }) => said),
          actual: differences.map(({ actual }) => actual),
          isTrunkOther: fields.includes("trunk") || fields.includes("instance"),
        },
        evidence: [
          seen("pods", `${item.namespace}/${item.name}`, annotationField, item.annotations[podEniAnnotation]),
          ...differences.map(({ path, actual }) => seen("interfaces", eni.id, path, actual)),
        ],
      };
    }
  },
});

interface Difference {
  readonly field: string;
  readonly path: string;
  readonly said: string;
  readonly actual: string;
}

/** Entry 0 against its ENI; what either side leaves out does not differ (domain 13.2). */
function* differencesOf({ mac, ip, ipv6, vlan }: AnnotationEntry, eni: Item<"interfaces">): Iterable<Difference> {
  const isWithin = (address: string) =>
    address === eni.privateIp ||
    prefixesOf(eni).length > 0 ||
    ipsOf(eni).some((held) => addressKey(held) === addressKey(address));
  if (mac !== undefined && eni.mac !== undefined && mac !== eni.mac.toLowerCase()) {
    yield { field: "MAC", path: "mac", said: mac, actual: eni.mac };
  }
  if (ip !== undefined && eni.privateIp !== undefined && !isWithin(ip)) {
    yield { field: "IPv4", path: "privateIp", said: ip, actual: eni.privateIp };
  }
  if (ipv6 !== undefined && eni.ipv6s !== undefined && !isWithin(ipv6)) {
    yield { field: "IPv6", path: "ipv6s", said: ipv6, actual: eni.ipv6s.join(" ") };
  }
  const tagged = taggedVlan(eni);
  if (vlan !== undefined && tagged !== undefined && vlan !== tagged) {
    yield { field: "VLAN", path: "tags.vpcresources.k8s.aws/vlan-id", said: String(vlan), actual: String(tagged) };
  }
}

/** The trunk and the instance that the tags name against those of the pod's node. */
function* placeDifferences({ id, trunks }: Host, eni: Item<"interfaces">): Iterable<Difference> {
  const trunk = taggedTrunk(eni);
  if (trunk !== undefined && trunks.length > 0 && !trunks.some((one) => one.id === trunk)) {
    const said = trunks.map((one) => one.id).join(" ");
    yield { field: "trunk", path: "tags.vpcresources.k8s.aws/trunk-eni-id", said, actual: trunk };
  }
  const instance = taggedInstance(eni);
  if (instance !== undefined && id.startsWith("i-") && instance !== id) {
    yield { field: "instance", path: "tags.node.k8s.amazonaws.com/instance_id", said: id, actual: instance };
  }
}

type OffBranchFacts = {
  pod: string;
  ips: string[];
  branchIp: string;
  eni: string | null;
  holder: string | null;
  node: string | null;
  podEni: boolean | null;
  firstContainerAsks: boolean;
};

export const podOffItsBranch = defineRule<OffBranchFacts>({
  id: "pod-off-its-branch",
  code: "SGP-008",
  severity: "critical",
  per: "host",
  needs: ["pods"],
  explainedBy: ["pod-eni-switched-off", "pod-eni-wrong-container"],
  *check(host) {
    for (const { pod, item } of podsOn(host)) {
      if (!pod.marks.includes("not-on-its-branch")) continue;
      const entry = isLive(item) ? annotationOf(item)?.entries[0] : undefined;
      if (!entry || isOn(entry, { pod, item })) continue;
      const ips = podIpsOf(item);
      const branchIp = entry.ip ?? entry.ipv6;
      if (ips.length === 0 || branchIp === undefined) continue;
      yield {
        subjects: [pod.id, ...(entry.eniId === undefined ? [] : [entry.eniId])],
        facts: {
          pod: `${item.namespace}/${item.name}`,
          ips: [...ips],
          branchIp,
          eni: entry.eniId ?? null,
          holder: pod.interfaceId,
          node: item.nodeName ?? null,
          podEni: host.awsNode?.podEni ?? null,
          firstContainerAsks: item.containers[0]?.podEniLimit !== undefined,
        },
        evidence: [
          seen("pods", `${item.namespace}/${item.name}`, "podIp", ips[0]),
          seen("pods", `${item.namespace}/${item.name}`, annotationField, item.annotations[podEniAnnotation]),
        ],
      };
    }
  },
});

/** By any of its addresses, or because EC2 says that the branch holds the pod's address. */
function isOn({ ip, ipv6, eniId }: AnnotationEntry, { pod, item }: HostedPod): boolean {
  const named = new Set([ip, ipv6].flatMap((address) => (address === undefined ? [] : [addressKey(address)])));
  return podIpsOf(item).some((one) => named.has(addressKey(one))) || (eniId !== undefined && pod.interfaceId === eniId);
}
