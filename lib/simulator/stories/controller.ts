import type { CollectionName } from "../../recording/collections.ts";
import type { FaultKind } from "../scenario.ts";
import { based, from, type Stories, web, withoutJobs } from "./story.ts";

function deleted(collection: CollectionName, name: string): FaultKind {
  return {
    name: "edited",
    collection,
    which: (_item: unknown, id: string) => id === name,
    edit: () => null,
  } as FaultKind;
}

const goneNode = {
  name: "ip-10-0-9-9.eu-west-1.compute.internal",
  createdAt: Date.UTC(2026, 2, 1),
  deletingSince: Date.UTC(2026, 2, 2, 8),
  labels: {},
  annotations: {},
  features: [],
  tags: {},
  finalizers: ["networking.k8s.aws/resource-cleanup"],
};

/** The controller, its webhook, and the objects that both rest on. */
export const controller: Stories = {
  "controller-silent": {
    scenario: based("controller-silent", "the controller stops renewing its lease, and a deployment grows.", () => ({
      faults: [from(2, { name: "controller-down" }), from(3, { name: "scaled", target: "shop/web", replicas: 6 })],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-065", "SGP-074"],
  },
  "controller-stuck": {
    scenario: based("controller-stuck", "the controller renews its lease, but serves no pod any more.", () => ({
      faults: [from(1, { name: "controller-stuck" }), from(2, { name: "scaled", target: "shop/web", replicas: 6 })],
    })),
    minutes: 8,
    everySeconds: 30,
    codes: ["SGP-045"],
  },
  "annotation-refused": {
    scenario: based(
      "annotation-refused",
      "an admission rule keeps the controller from annotating pods, and EC2 refuses it branches elsewhere.",
      ({ workloads }) => ({
        workloads: [...workloads, web("worker", { replicas: 0 })],
        faults: [
          from(1, { name: "annotation-refused", target: "shop/web" }),
          from(1, {
            name: "ec2-refuses",
            operations: ["associate"],
            code: "InternalError",
            message: "An internal error has occurred",
            target: "shop/worker",
          }),
          from(2, { name: "scaled", target: "shop/web", replicas: 6 }),
          from(2, { name: "scaled", target: "shop/worker", replicas: 1 }),
        ],
      }),
    ),
    minutes: 7,
    everySeconds: 30,
    codes: ["SGP-045", "SGP-046", "SGP-047", "SGP-048"],
    info: ["SGP-001", "SGP-006"],
  },
  "allocation-slow": {
    scenario: based("allocation-slow", "the controller hangs for a minute while a deployment grows.", () => ({
      faults: [
        from(1, { name: "controller-stuck" }, 2.25),
        from(1.25, { name: "scaled", target: "shop/web", replicas: 12 }),
      ],
    })),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-053"],
  },
  "objects-deleted": {
    scenario: based(
      "objects-deleted",
      "a clean-up took along the webhook, the controller's role and the definition of policies.",
      (base) => ({
        ...withoutJobs(base),
        faults: [
          from(1, deleted("clusterRoles", "vpc-resource-controller-role")),
          from(1, deleted("webhookConfigurations", "vpc-resource-mutating-webhook")),
          from(1, deleted("customResourceDefinitions", "securitygrouppolicies.vpcresources.k8s.aws")),
          from(2, { name: "rolled-out", target: "shop/web" }),
        ],
      }),
    ),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-073", "SGP-075", "SGP-078"],
    undecided:
      "SGP-060 SGP-061 SGP-062 SGP-063 SGP-064 SGP-065 SGP-066 SGP-067 SGP-068 SGP-069 SGP-070 SGP-071 SGP-098".split(
        " ",
      ),
  },
  "account-deleted": {
    scenario: based(
      "account-deleted",
      "a ServiceAccount and a CNINode are deleted, another CNINode never goes, and branches cool down for ten minutes.",
      (base) => ({
        ...withoutJobs(base),
        workloads: [...withoutJobs(base).workloads, web("billing", { serviceAccount: "billing" })],
        faults: [
          from(1, deleted("serviceAccounts", "shop/billing")),
          from(1, { name: "edited", collection: "cniNodes", which: () => true, edit: () => null }),
          from(1, { name: "created", collection: "cniNodes", id: goneNode.name, item: goneNode }),
          from(1.5, { name: "scaled", target: "shop/billing", replicas: 4 }),
          from(2, { name: "cool-down-changed", seconds: 600 }),
        ],
      }),
    ),
    minutes: 8,
    everySeconds: 60,
    codes: ["SGP-027", "SGP-076", "SGP-077"],
  },
};
