import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { canary } from "../canary.ts";
import { isoTime, type Json, microTime, without } from "./json.ts";
import { containerObject, podObject } from "./pod-object.ts";

/** What an object says besides its metadata. */
type Body<C extends CollectionName> = (item: Item<C>) => Json;

/** Turns the kept facts back into API objects, with the fields beside them that nobody here keeps. */
export const bodies = {
  pods: podObject,

  nodes: (item) => ({
    spec: without({
      podCIDR: "10.244.1.0/24",
      providerID: item.providerId,
      taints: item.taints.length > 0 ? item.taints : undefined,
      unschedulable: item.unschedulable || undefined,
    }),
    status: without({
      capacity: quantities(item.capacity),
      allocatable: quantities(item.allocatable),
      conditions: item.conditions.map(({ changedAt, ...condition }) => ({
        ...condition,
        lastHeartbeatTime: isoTime(changedAt),
        lastTransitionTime: isoTime(changedAt),
      })),
      addresses: item.addresses,
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: without({
        machineID: canary,
        bootID: canary,
        kernelVersion: "6.12.40-63.114.amzn2023.x86_64",
        osImage: item.osImage,
        containerRuntimeVersion: "containerd://2.1.4",
        kubeletVersion: item.kubeletVersion,
        operatingSystem: "linux",
        architecture: "amd64",
      }),
      images: images.map((name) => ({ names: [name], sizeBytes: 49_000_000 })),
    }),
  }),

  serviceAccounts: () => ({ secrets: [{ name: canary }] }),

  namespaces: (item) => ({ spec: { finalizers: ["kubernetes"] }, status: without({ phase: item.phase }) }),

  securityGroupPolicies: (item) => ({
    spec: without({
      podSelector: item.podSelector ?? undefined,
      serviceAccountSelector: item.serviceAccountSelector ?? undefined,
      securityGroups: { groupIds: item.groupIds },
    }),
  }),

  cniNodes: (item) => ({
    spec: { features: item.features, tags: item.tags },
    ...(item.trunkId ? { status: { trunkInterface: { id: item.trunkId } } } : {}),
  }),

  eniConfigs: (item) => ({ spec: without({ subnet: item.subnet, securityGroups: item.securityGroups }) }),

  events: (item) =>
    without({
      involvedObject: item.about,
      reason: item.reason,
      message: item.message,
      source: without({ component: item.component }),
      firstTimestamp: isoTime(item.firstAt) ?? null,
      lastTimestamp: isoTime(item.lastAt) ?? null,
      count: item.count,
      type: item.type,
      eventTime: null,
      reportingComponent: item.component ?? "",
      reportingInstance: "",
    }),

  services: (item) => ({
    spec: without({
      ports: item.ports,
      selector: item.selector,
      clusterIP: item.clusterIps?.[0],
      clusterIPs: item.clusterIps,
      type: item.type,
      sessionAffinity: "None",
      externalTrafficPolicy: item.externalTrafficPolicy,
      internalTrafficPolicy: "Cluster",
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
    }),
    status: { loadBalancer: {} },
  }),

  endpointSlices: (item) =>
    without({
      addressType: item.addressType,
      endpoints: item.endpoints.map(({ addresses, ready, nodeName, target }) =>
        without({
          addresses,
          conditions: without({ ready, serving: ready, terminating: false }),
          nodeName,
          targetRef: target,
          zone: "eu-west-1a",
        }),
      ),
      ports: item.ports,
    }),

  daemonSets: (item) => ({
    spec: {
      selector: { matchLabels: { "k8s-app": item.name } },
      template: {
        metadata: { labels: { "k8s-app": item.name } },
        spec: without({
          initContainers: item.initContainers?.map(containerObject),
          containers: item.containers.map(containerObject),
          hostNetwork: true,
        }),
      },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "10%" } },
      revisionHistoryLimit: 10,
    },
    status: without({
      currentNumberScheduled: item.desired,
      desiredNumberScheduled: item.desired,
      numberMisscheduled: 0,
      numberReady: item.ready,
      updatedNumberScheduled: item.updated,
      observedGeneration: item.generation,
    }),
  }),

  configMaps: (item) => ({
    data:
      item.name === "kube-proxy-config"
        ? {
            config: `kind: KubeProxyConfiguration\nclientConnection:\n  kubeconfig: ${canary}\nmode: "${item.data.mode ?? ""}"\n`,
          }
        : { ...item.data, "unrelated-key": canary },
  }),

  leases: (item) => ({
    spec: without({
      holderIdentity: item.holder,
      leaseDurationSeconds: item.durationSeconds,
      acquireTime: microTime(item.createdAt),
      renewTime: microTime(item.renewedAt),
      leaseTransitions: 3,
    }),
  }),

  webhookConfigurations: (item) => ({
    webhooks: item.webhooks.map((webhook) =>
      without({
        name: webhook.name,
        clientConfig: without({
          url: "https://127.0.0.1:23443/mutate-v1-pod",
          caBundle: webhook.hasCaBundle ? Buffer.from(canary).toString("base64") : undefined,
        }),
        rules: webhook.rules.map((rule) => ({ ...rule, scope: "*" })),
        failurePolicy: webhook.failurePolicy,
        matchPolicy: "Equivalent",
        namespaceSelector: webhook.namespaceSelector ?? {},
        objectSelector: webhook.objectSelector ?? {},
        sideEffects: "None",
        timeoutSeconds: 10,
        admissionReviewVersions: ["v1beta1"],
      }),
    ),
  }),

  customResourceDefinitions: (item) => ({
    spec: without({
      group: item.group,
      names: without({ kind: item.kind, plural: item.name.split(".")[0] }),
      scope: "Namespaced",
      versions: item.versions?.map((name) => ({
        name,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", description: canary } },
      })),
    }),
  }),

  networkPolicies: (item) => ({
    spec: without({
      podSelector: item.podSelector,
      policyTypes: item.policyTypes,
      ingress: item.ingressRules === undefined ? undefined : Array.from({ length: item.ingressRules }, () => ({})),
      egress: item.egressRules === undefined ? undefined : Array.from({ length: item.egressRules }, () => ({})),
    }),
  }),
} satisfies { readonly [C in CollectionName]?: Body<C> };

const images = [
  "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.23.1",
  "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.36.2-minimal-eksbuild.1",
  "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.12.4-eksbuild.1",
  "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0",
];

function quantities({ pods, podEni }: Item<"nodes">["capacity"]): Json {
  return without({
    cpu: "1930m",
    memory: "7291484Ki",
    "ephemeral-storage": "18242267924",
    "hugepages-2Mi": "0",
    pods: pods === undefined ? undefined : String(pods),
    "vpc.amazonaws.com/pod-eni": podEni === undefined ? undefined : String(podEni),
  });
}
