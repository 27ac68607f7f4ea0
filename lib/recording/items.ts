import { z } from "zod";

/**
 * The raw facts Trunkscope keeps of each foreign object: an allow-list, nothing else is ever stored.
 * `null` = known to be absent; a missing key = unknown. Times are epoch milliseconds.
 * Field semantics follow the EC2 API reference and the Kubernetes API; domain facts are cited where they are interpreted.
 */

const text = z.string();
const maybeText = text.exactOptional();
const maybeNumber = z.number().exactOptional();
const maybeFlag = z.boolean().exactOptional();
const texts = z.array(text);
/** Texts by name. Not `z.record`, which drops a key called `__proto__`: a tag may be called so. */
const dictionary = z.custom<Record<string, string>>(isDictionary, "expected texts by name");

// --- EC2 ---------------------------------------------------------------------------------------------------------

const awsTags = dictionary;

export const instance = z.object({
  id: text,
  type: maybeText,
  state: maybeText,
  availabilityZone: maybeText,
  privateIp: maybeText,
  privateDnsName: maybeText,
  vpcId: maybeText,
  subnetId: maybeText,
  launchedAt: maybeNumber,
  interfaceIds: texts.exactOptional(),
  tags: awsTags,
});

const attachment = z.object({
  id: maybeText,
  instanceId: maybeText,
  deviceIndex: maybeNumber,
  networkCardIndex: maybeNumber,
  status: maybeText,
  attachedAt: maybeNumber,
  deleteOnTermination: maybeFlag,
});

const group = z.object({ id: text, name: maybeText });

export const networkInterface = z.object({
  id: text,
  /** `interface`, `trunk`, `branch`, ... A branch reads `interface` until it is associated. */
  type: maybeText,
  status: maybeText,
  description: maybeText,
  mac: maybeText,
  vpcId: maybeText,
  subnetId: maybeText,
  availabilityZone: maybeText,
  ownerId: maybeText,
  requesterId: maybeText,
  requesterManaged: maybeFlag,
  privateIp: maybeText,
  privateDnsName: maybeText,
  privateIps: texts.exactOptional(),
  ipv6s: texts.exactOptional(),
  ipv4Prefixes: texts.exactOptional(),
  ipv6Prefixes: texts.exactOptional(),
  groups: z.array(group),
  /** `null`: EC2 printed no attachment, as it does for every branch. */
  attachment: attachment.nullable(),
  tags: awsTags,
});

export const securityGroup = z.object({
  id: text,
  name: maybeText,
  description: maybeText,
  vpcId: maybeText,
  ownerId: maybeText,
  /** Its rules are not among those known: it was printed without them, and they were not listed either. */
  rulesUnread: maybeFlag,
  tags: awsTags,
});

export const securityGroupRule = z.object({
  id: text,
  groupId: text,
  isEgress: z.boolean(),
  /** `-1`, `tcp`, `udp`, `icmp`, `icmpv6` or an IANA number. */
  protocol: text,
  /** -1 = every port; the ICMP type and code for ICMP. */
  fromPort: maybeNumber,
  toPort: maybeNumber,
  cidrIpv4: maybeText,
  cidrIpv6: maybeText,
  prefixListId: maybeText,
  referencedGroup: z
    .object({
      groupId: text,
      userId: maybeText,
      vpcId: maybeText,
      peeringConnectionId: maybeText,
      peeringStatus: maybeText,
    })
    .exactOptional(),
  description: maybeText,
});

export const subnet = z.object({
  id: text,
  vpcId: maybeText,
  availabilityZone: maybeText,
  cidr: maybeText,
  ipv6Cidrs: texts.exactOptional(),
  availableIps: maybeNumber,
  mapsPublicIp: maybeFlag,
  tags: awsTags,
});

export const vpc = z.object({
  id: text,
  cidrs: texts,
  ipv6Cidrs: texts.exactOptional(),
  ownerId: maybeText,
  tags: awsTags,
});

export const routeTable = z.object({
  id: text,
  vpcId: maybeText,
  isMain: z.boolean(),
  subnetIds: texts,
  routes: z.array(z.object({ destination: text, target: maybeText, state: maybeText })),
});

export const prefixList = z.object({
  id: text,
  name: maybeText,
  addressFamily: maybeText,
  maxEntries: maybeNumber,
  /** Missing: the entries could not be read. */
  cidrs: texts.exactOptional(),
});

export const trunkAssociation = z.object({
  id: text,
  trunkId: text,
  branchId: text,
  protocol: maybeText,
  vlanId: maybeNumber,
});

// --- EKS (imported dumps only) -----------------------------------------------------------------------------------

export const eksCluster = z.object({
  name: text,
  arn: maybeText,
  version: maybeText,
  status: maybeText,
  vpcId: maybeText,
  subnetIds: texts.exactOptional(),
  securityGroupIds: texts.exactOptional(),
  clusterSecurityGroupId: maybeText,
  serviceIpv4Cidr: maybeText,
  serviceIpv6Cidr: maybeText,
  ipFamily: maybeText,
});

// --- Kubernetes --------------------------------------------------------------------------------------------------

const condition = z.object({
  type: text,
  status: text,
  reason: maybeText,
  message: maybeText,
  changedAt: maybeNumber,
});
const ownerReference = z.object({ kind: text, name: text, uid: maybeText });

const meta = {
  name: text,
  uid: maybeText,
  createdAt: maybeNumber,
  deletingSince: maybeNumber,
  labels: dictionary,
  annotations: dictionary,
};
const namespacedMeta = { namespace: text, ...meta };

/** Quantities of the resources that matter here, as Kubernetes prints them turned into numbers. */
const quantities = z.object({ pods: maybeNumber, podEni: maybeNumber });

export const node = z.object({
  ...meta,
  providerId: maybeText,
  addresses: z.array(z.object({ type: text, address: text })),
  capacity: quantities,
  allocatable: quantities,
  conditions: z.array(condition),
  taints: z.array(z.object({ key: text, value: maybeText, effect: text })),
  unschedulable: maybeFlag,
  kubeletVersion: maybeText,
  osImage: maybeText,
});

const probe = z.object({
  use: z.enum(["startup", "liveness", "readiness"]),
  kind: z.enum(["http", "tcp", "grpc", "exec"]),
  port: z.union([z.number(), text]).exactOptional(),
  host: maybeText,
});

const container = z.object({
  name: text,
  image: maybeText,
  podEniRequest: maybeNumber,
  podEniLimit: maybeNumber,
  ports: z.array(z.object({ name: maybeText, port: z.number(), protocol: maybeText })).exactOptional(),
  probes: z.array(probe).exactOptional(),
  /** Only for aws-node, and only the variables that `aws-node-environment.ts` names. */
  env: dictionary.exactOptional(),
  /** Those of them whose value is not in the object (`valueFrom`); `*` = there may be more (`envFrom`). */
  envElsewhere: texts.exactOptional(),
});

const containerStatus = z.object({
  name: text,
  ready: z.boolean(),
  restarts: z.number(),
  /** Why it waits or ended: `CrashLoopBackOff`, `ContainerCreating`, `Completed`, ... */
  reason: maybeText,
  startedAt: maybeNumber,
  finishedAt: maybeNumber,
});

export const pod = z.object({
  ...namespacedMeta,
  nodeName: maybeText,
  phase: maybeText,
  reason: maybeText,
  message: maybeText,
  podIp: maybeText,
  podIps: texts.exactOptional(),
  hostNetwork: maybeFlag,
  serviceAccount: maybeText,
  owner: ownerReference.exactOptional(),
  startedAt: maybeNumber,
  conditions: z.array(condition),
  initContainers: z.array(container).exactOptional(),
  containers: z.array(container),
  statuses: z.array(containerStatus).exactOptional(),
  graceSeconds: maybeNumber,
  dnsPolicy: maybeText,
  nodeSelector: dictionary.exactOptional(),
  /** Values that node affinity requires, by label key: what a scheduler could accept. */
  affinityLabels: z.record(text, texts).exactOptional(),
  os: maybeText,
  runtimeClass: maybeText,
  /** managedFields time of its labels, kept when it is later than its creation: somebody relabelled it. */
  labelsChangedAt: maybeNumber,
});

export const serviceAccount = z.object(namespacedMeta);
export const namespace = z.object({ ...meta, phase: maybeText });

/** A Kubernetes LabelSelector as written, also when it is broken: the API accepts more than the controller understands. */
export const labelSelector = z.object({
  matchLabels: dictionary.exactOptional(),
  matchExpressions: z.array(z.object({ key: text, operator: text, values: texts.exactOptional() })).exactOptional(),
});

export const securityGroupPolicy = z.object({
  ...namespacedMeta,
  generation: maybeNumber,
  /** Time of the newest entry of managedFields that touched spec. */
  specChangedAt: maybeNumber,
  podSelector: labelSelector.nullable(),
  serviceAccountSelector: labelSelector.nullable(),
  groupIds: texts,
});

export const cniNode = z.object({
  ...meta,
  features: z.array(z.object({ name: text, value: maybeText })),
  tags: dictionary,
  finalizers: texts.exactOptional(),
  /** managedFields time of spec.features. */
  featuresChangedAt: maybeNumber,
  trunkId: maybeText,
});

export const eniConfig = z.object({ ...meta, subnet: maybeText, securityGroups: texts });

export const event = z.object({
  namespace: text,
  name: text,
  uid: maybeText,
  reason: maybeText,
  type: maybeText,
  message: maybeText,
  component: maybeText,
  count: maybeNumber,
  firstAt: maybeNumber,
  lastAt: maybeNumber,
  about: z.object({ kind: text, namespace: maybeText, name: text, uid: maybeText }),
});

export const service = z.object({
  ...namespacedMeta,
  type: maybeText,
  clusterIps: texts.exactOptional(),
  selector: dictionary.exactOptional(),
  externalTrafficPolicy: maybeText,
  ports: z
    .array(
      z.object({
        name: maybeText,
        protocol: maybeText,
        port: z.number(),
        targetPort: z.union([z.number(), text]).exactOptional(),
        nodePort: maybeNumber,
      }),
    )
    .exactOptional(),
});

export const endpointSlice = z.object({
  ...namespacedMeta,
  service: maybeText,
  addressType: maybeText,
  endpoints: z.array(
    z.object({
      addresses: texts,
      ready: maybeFlag,
      nodeName: maybeText,
      target: z.object({ kind: text, namespace: maybeText, name: text, uid: maybeText }).exactOptional(),
    }),
  ),
  ports: z.array(z.object({ name: maybeText, protocol: maybeText, port: maybeNumber })).exactOptional(),
});

export const daemonSet = z.object({
  ...namespacedMeta,
  generation: maybeNumber,
  initContainers: z.array(container).exactOptional(),
  containers: z.array(container),
  desired: maybeNumber,
  ready: maybeNumber,
  updated: maybeNumber,
});

/** Only the keys that `config-map-keys.ts` names. */
export const configMap = z.object({ ...namespacedMeta, data: dictionary });

export const lease = z.object({
  ...namespacedMeta,
  holder: maybeText,
  durationSeconds: maybeNumber,
  renewedAt: maybeNumber,
});

export const webhookConfiguration = z.object({
  ...meta,
  mutating: z.boolean(),
  webhooks: z.array(
    z.object({
      name: text,
      failurePolicy: maybeText,
      hasCaBundle: z.boolean(),
      namespaceSelector: labelSelector.exactOptional(),
      objectSelector: labelSelector.exactOptional(),
      rules: z.array(z.object({ operations: texts, apiGroups: texts, apiVersions: texts, resources: texts })),
    }),
  ),
});

export const customResourceDefinition = z.object({
  ...meta,
  group: maybeText,
  kind: maybeText,
  versions: texts.exactOptional(),
});

/** A ClusterRole or ClusterRoleBinding: that it exists is all that is asked of it. */
export const clusterAccess = z.object(meta);
/** A Role or RoleBinding likewise. */
export const namespacedAccess = z.object(namespacedMeta);

export const networkPolicy = z.object({
  ...namespacedMeta,
  podSelector: labelSelector,
  policyTypes: texts,
  ingressRules: maybeNumber,
  egressRules: maybeNumber,
});

function isDictionary(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one === "string");
}
