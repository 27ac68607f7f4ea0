import { based, from, type Story } from "./story.ts";

/** One story for each family of causes. `npm run stories` writes them to public/recordings. */
export const stories: Readonly<Record<string, Story>> = {
  "trunk-full": {
    scenario: based("trunk-full", "a deployment grows past the branch slots of its only node.", (base) => ({
      nodeGroups: [
        { name: "general", kind: "managed", types: ["m5.large"], desired: 3 },
        { name: "payments", kind: "managed", types: ["m5.large"], desired: 1, labels: { tier: "payments" } },
      ],
      workloads: [
        ...base.workloads,
        {
          kind: "Deployment",
          namespace: "shop",
          name: "payments",
          replicas: 7,
          labels: { tier: "web" },
          port: 8080,
          nodeSelector: { tier: "payments" },
          scale: { everyMs: 4 * 60_000, to: 16 },
        },
      ],
    })),
    minutes: 10,
    everySeconds: 15,
    codes: [],
  },
  "cool-down": {
    scenario: based("cool-down", "pods come and go faster than their branches cool down.", (base) => ({
      nodeGroups: [
        { name: "general", kind: "managed", types: ["m5.large"], desired: 3 },
        { name: "jobs", kind: "managed", types: ["c6g.medium"], desired: 1, labels: { tier: "jobs" } },
      ],
      cni: { coolDownSeconds: 300 },
      workloads: [
        ...base.workloads,
        {
          kind: "Deployment",
          namespace: "shop",
          name: "rolling",
          replicas: 3,
          labels: { tier: "web" },
          port: 8080,
          nodeSelector: { tier: "jobs" },
          rollEveryMs: 5 * 60_000,
        },
      ],
    })),
    minutes: 12,
    everySeconds: 10,
    codes: [],
  },
  "branch-leaked": {
    scenario: based("branch-leaked", "EC2 refuses to disassociate one branch, and the controller forgets it.", () => ({
      faults: [
        from(0, {
          name: "ec2-refuses",
          operations: ["disassociate", "delete"],
          code: "InternalError",
          message: "An internal error has occurred",
          subjects: 1,
        }),
      ],
    })),
    minutes: 20,
    everySeconds: 30,
    codes: [],
  },
  "group-deleted": {
    scenario: based("group-deleted", "a policy names a security group that somebody deleted.", (base) => ({
      policies: base.policies.map((policy) =>
        policy.name === "web" ? { ...policy, groups: ["sg-0badbadbadbadbad0"] } : policy,
      ),
    })),
    minutes: 10,
    everySeconds: 30,
    codes: [],
  },
  "policy-edited": {
    scenario: based("policy-edited", "a policy is given another group after its pods were created.", () => ({
      faults: [from(3, { name: "policy-edited", target: "shop/web", groups: ["web", "jobs"] })],
    })),
    minutes: 10,
    everySeconds: 30,
    codes: [],
  },
  "webhook-outage": {
    scenario: based("webhook-outage", "the webhook is out while a deployment rolls out.", (base) => ({
      workloads: base.workloads.map((one) =>
        one.namespace === "shop" && one.name === "web" ? { ...one, rollEveryMs: 5 * 60_000 } : one,
      ),
      faults: [from(0, { name: "webhook-down" }, 8)],
    })),
    minutes: 8,
    everySeconds: 20,
    codes: [],
  },
  "subnet-exhausted": {
    scenario: based("subnet-exhausted", "others take the last addresses of a subnet.", (base) => ({
      workloads: base.workloads.map((one) =>
        one.namespace === "shop" && one.name === "web" ? { ...one, scale: { everyMs: 3 * 60_000, to: 12 } } : one,
      ),
      faults: [from(2, { name: "subnet-nearly-full", target: "private-eu-west-1a", free: 1 })],
    })),
    minutes: 10,
    everySeconds: 30,
    codes: [],
  },
  "burstable-nodes": {
    scenario: based("burstable-nodes", "pods ask for branches on nodes that cannot have a trunk.", (base) => ({
      nodeGroups: [{ name: "burst", kind: "managed", types: ["t3.large"], desired: 3 }],
      workloads: base.workloads.filter(({ kind }) => kind !== "StatefulSet"),
    })),
    minutes: 8,
    everySeconds: 30,
    codes: [],
  },
  "trunk-refused": {
    scenario: based("trunk-refused", "the cluster's role lost its policy, and a new node gets no trunk.", (base) => ({
      nodeGroups: [
        { name: "general", kind: "managed", types: ["m5.large"], desired: 3 },
        { name: "spot", kind: "karpenter", types: ["m6i.large"], desired: 1, replaceEveryMs: 6 * 60_000 },
      ],
      workloads: base.workloads,
      faults: [
        from(0, {
          name: "ec2-refuses",
          operations: ["create-trunk"],
          code: "UnauthorizedOperation",
          message: "You are not authorized to perform this operation.",
        }),
      ],
    })),
    minutes: 16,
    everySeconds: 30,
    codes: [],
  },
  "strict-local-dns": {
    scenario: based("strict-local-dns", "strict mode, and pods ask a DNS cache on their node.", (base) => ({
      workloads: [
        ...base.workloads,
        {
          kind: "DaemonSet",
          namespace: "kube-system",
          name: "node-local-dns",
          hostNetwork: true,
          labels: { "k8s-app": "node-local-dns" },
        },
      ],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: [],
  },
};
