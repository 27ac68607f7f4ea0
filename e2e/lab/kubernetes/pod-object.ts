import type { Item } from "../../../lib/recording/collections.ts";
import { canary } from "../canary.ts";
import { isoTime, type Json, without } from "./json.ts";

type Container = Item<"pods">["containers"][number];
type Status = NonNullable<Item<"pods">["statuses"]>[number];

/** Spec and status of a Pod. */
export function podObject(item: Item<"pods">): Json {
  const initNames = new Set(item.initContainers?.map(({ name }) => name));
  const statuses = item.statuses ?? [];
  return {
    spec: without({
      volumes: [tokenVolume],
      initContainers: item.initContainers?.map(containerObject),
      containers: item.containers.map(containerObject),
      restartPolicy: item.owner?.kind === "Job" ? "Never" : "Always",
      terminationGracePeriodSeconds: item.graceSeconds,
      dnsPolicy: item.dnsPolicy,
      serviceAccountName: item.serviceAccount,
      serviceAccount: item.serviceAccount,
      nodeName: item.nodeName,
      hostNetwork: item.hostNetwork || undefined,
      securityContext: {},
      nodeSelector: item.nodeSelector,
      affinity: item.affinityLabels && affinityOf(item.affinityLabels),
      os: item.os === undefined ? undefined : { name: item.os },
      runtimeClassName: item.runtimeClass,
      schedulerName: "default-scheduler",
      tolerations,
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: "PreemptLowerPriority",
    }),
    status: without({
      phase: item.phase,
      reason: item.reason,
      message: item.message,
      conditions: item.conditions.map(({ changedAt, ...condition }) =>
        without({ ...condition, lastProbeTime: null, lastTransitionTime: isoTime(changedAt) }),
      ),
      podIP: item.podIp,
      podIPs: item.podIps?.map((ip) => ({ ip })),
      startTime: isoTime(item.startedAt),
      initContainerStatuses:
        initNames.size > 0 ? statuses.filter((one) => initNames.has(one.name)).map(statusObject) : undefined,
      containerStatuses: item.statuses && statuses.filter((one) => !initNames.has(one.name)).map(statusObject),
      qosClass: "BestEffort",
    }),
  };
}

export function containerObject(container: Container): Json {
  const quantity = (count: number | undefined) =>
    count === undefined ? undefined : { "vpc.amazonaws.com/pod-eni": String(count) };
  return without({
    name: container.name,
    image: container.image,
    args: [`--password=${canary}`],
    ports: container.ports?.map(({ name, port, protocol }) => without({ name, containerPort: port, protocol })),
    env: [
      ...Object.entries(container.env ?? {}).map(([name, value]) => ({ name, value })),
      { name: "DATABASE_PASSWORD", value: canary },
      { name: "MY_NODE_NAME", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "spec.nodeName" } } },
    ],
    resources: without({ limits: quantity(container.podEniLimit), requests: quantity(container.podEniRequest) }),
    volumeMounts: [
      { name: "kube-api-access", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" },
    ],
    ...probesOf(container),
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  });
}

const probeActions = { http: "httpGet", tcp: "tcpSocket", grpc: "grpc", exec: "exec" } as const;

function probesOf(container: Container): Json {
  const probes: Record<string, unknown> = {};
  for (const { use, kind, port, host } of container.probes ?? []) {
    const action = kind === "exec" ? { command: ["check", canary] } : without({ port, host });
    probes[`${use}Probe`] = { [probeActions[kind]]: action, timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 3 };
  }
  return probes;
}

function statusObject(status: Status): Json {
  return {
    name: status.name,
    state: stateOf(status),
    lastState: {},
    ready: status.ready,
    restartCount: status.restarts,
    image: "registry.k8s.io/pause:3.9",
    imageID: "registry.k8s.io/pause@sha256:7031c1b283388d2c2e09b57badb803c05ebed362dc88d84b480cc47f72a21097",
    containerID: "containerd://9f1c0c6a3f0f4c8f8f0b",
    started: status.ready,
  };
}

function stateOf({ reason, startedAt, finishedAt }: Status): Json {
  if (finishedAt !== undefined) {
    return {
      terminated: without({
        exitCode: reason === "Completed" ? 0 : 1,
        reason,
        startedAt: isoTime(startedAt),
        finishedAt: isoTime(finishedAt),
      }),
    };
  }
  if (reason !== undefined) return { waiting: { reason } };
  return startedAt === undefined ? {} : { running: { startedAt: isoTime(startedAt) } };
}

function affinityOf(labels: Readonly<Record<string, readonly string[]>>): Json {
  const matchExpressions = Object.entries(labels).map(([key, values]) => ({ key, operator: "In", values }));
  const nodeSelectorTerms = [{ matchExpressions }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}

const tokenVolume = {
  name: "kube-api-access",
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
    defaultMode: 420,
  },
};

const tolerations = ["not-ready", "unreachable"].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: 300,
}));
