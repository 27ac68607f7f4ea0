import type { Item } from "../../recording/collections.ts";
import { podEniAnnotation } from "../../topology/annotation.ts";
import type { FaultKind } from "../scenario.ts";
import { based, from, nodePerZone, type Stories, web, withoutJobs } from "./story.ts";

type Interface = Item<"interfaces">;

/** Somebody writes another annotation on a pod: the text it has goes in. */
function annotated(pod: string, edit: (text: string) => string): FaultKind {
  return {
    name: "edited",
    collection: "pods",
    which: (_item, id) => id === pod,
    edit: (item) => ({
      ...item,
      annotations: { ...item.annotations, [podEniAnnotation]: edit(item.annotations[podEniAnnotation] ?? "") },
    }),
  };
}

const stateful = ["a", "b", "c", "d"].map((name) => web(name, { kind: "StatefulSet", replicas: 1 }));
const zone = (letter: string) => `eu-west-1${letter}`;

function isIn(letter: string, wanted: Interface["type"]) {
  return ({ availabilityZone, type }: Interface) => availabilityZone === zone(letter) && type === wanted;
}

function tagged(branch: Interface, vlan: number): Interface["tags"] {
  return { ...branch.tags, "vpcresources.k8s.aws/vlan-id": String(vlan) };
}

/** Somebody makes one more branch on the trunk of a zone's node. */
function oneMoreBranch(letter: string, vlan: number): FaultKind {
  const id = `eni-0b0b0b0b0b0b0b0${vlan}`;
  const copy = (branch: Interface) => ({
    ...branch,
    id,
    mac: `02:0b:0b:0b:0b:${vlan}`,
    privateIp: `10.0.31.${vlan}`,
    privateIps: [`10.0.31.${vlan}`],
    tags: tagged(branch, vlan),
  });
  return { name: "copied", collection: "interfaces", which: isIn(letter, "branch"), id, copy };
}

/** Somebody changes what only the controller should. */
export const byHand: Stories = {
  "restored-from-backup": {
    scenario: based(
      "restored-from-backup",
      "a backup writes old annotations on pods: another MAC, a branch long gone, half a text, and one pod's on its copy.",
      (base) => ({
        ...withoutJobs(base),
        workloads: stateful,
        faults: [
          from(
            1,
            annotated("shop/a-0", (text) => text.replace(/"ifAddress":"[^"]+"/, '"ifAddress":"02:0a:0b:0c:0d:0e"')),
          ),
          from(
            1,
            annotated("shop/b-0", (text) => text.replace(/eni-[0-9a-f]+/, "eni-0123456789abcdef0")),
          ),
          from(
            1,
            annotated("shop/c-0", (text) => text.slice(0, 60)),
          ),
          from(1, {
            name: "copied",
            collection: "pods",
            which: (_item, id) => id === "shop/d-0",
            id: "shop/d-restored",
            copy: (pod) => ({ ...pod, name: "d-restored", uid: "5b0c7a52-6a53-4b2e-9c39-2f6a86c01d11" }),
          }),
        ],
      }),
    ),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-002", "SGP-005", "SGP-007", "SGP-009", "SGP-011", "SGP-013"],
  },
  "edited-in-ec2": {
    scenario: based(
      "edited-in-ec2",
      "somebody works on interfaces by hand: deletes a trunk, attaches a second one, and makes branches.",
      (base) => ({
        ...withoutJobs(base),
        nodeGroups: nodePerZone("c6g.medium"),
        workloads: stateful.slice(0, 3),
        faults: [
          from(1, {
            name: "edited",
            collection: "interfaces",
            which: isIn("a", "trunk"),
            edit: ({ attachment, ...trunk }) => ({
              ...trunk,
              attachment: attachment && { ...attachment, deleteOnTermination: false },
            }),
          }),
          ...[51, 52, 53, 54].map((vlan) => from(1, oneMoreBranch("a", vlan))),
          from(1, {
            name: "copied",
            collection: "interfaces",
            which: isIn("b", "trunk"),
            id: "eni-0b0b0b0b0b0b0b0ff",
            copy: (trunk) => ({ ...trunk, id: "eni-0b0b0b0b0b0b0b0ff", mac: "02:0b:0b:0b:0b:ff" }),
          }),
          from(1, {
            name: "edited",
            collection: "interfaces",
            which: isIn("b", "branch"),
            edit: (branch) => ({ ...branch, tags: tagged(branch, 121) }),
          }),
          from(1, { name: "edited", collection: "interfaces", which: isIn("c", "trunk"), edit: () => null }),
          from(1, {
            name: "edited",
            collection: "instances",
            which: ({ availabilityZone }) => availabilityZone === zone("c"),
            edit: (instance) => ({ ...instance, interfaceIds: (instance.interfaceIds ?? []).slice(0, -1) }),
          }),
        ],
      }),
    ),
    minutes: 7,
    everySeconds: 30,
    codes: ["SGP-002", "SGP-004", "SGP-007", "SGP-010", "SGP-014", "SGP-015", "SGP-016", "SGP-021"],
  },
};
