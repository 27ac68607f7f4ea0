/** API objects as a real server prints them, with the noise that must not be kept. */

const podEniAnnotation = JSON.stringify([
  {
    eniId: "eni-09a7a909e06fc4be6",
    ifAddress: "02:b0:01:6c:b5:79",
    privateIp: "192.168.26.162",
    vlanId: 1,
    subnetCidr: "192.168.0.0/19",
  },
]);

export const webPod = {
  metadata: {
    name: "web-6d4b75cb6d-x2x7q",
    generateName: "web-6d4b75cb6d-",
    namespace: "shop",
    uid: "9f2c4a1e-0f0a-4a39-9a8b-0d9be3d6a111",
    resourceVersion: "184467",
    creationTimestamp: "2026-03-01T10:00:00Z",
    deletionTimestamp: "2026-03-01T11:00:30Z",
    deletionGracePeriodSeconds: 30,
    labels: { app: "web", "pod-template-hash": "6d4b75cb6d" },
    annotations: {
      "vpc.amazonaws.com/pod-eni": podEniAnnotation,
      "kubectl.kubernetes.io/last-applied-configuration": '{"password":"hunter2"}',
      "example.com/note": "private",
    },
    ownerReferences: [
      { apiVersion: "v1", kind: "ConfigMap", name: "not-this-one", uid: "0" },
      {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        name: "web-6d4b75cb6d",
        uid: "77",
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [
      { manager: "kubelet", operation: "Update", time: "2026-03-01T10:00:09Z", fieldsV1: { "f:status": {} } },
    ],
  },
  spec: {
    volumes: [{ name: "token", projected: { sources: [] } }],
    initContainers: [{ name: "migrate", image: "shop/migrate:1" }],
    containers: [
      {
        name: "web",
        image: "shop/web:1.4.2",
        command: ["serve"],
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        env: [{ name: "PASSWORD", value: "hunter2" }],
        resources: {
          limits: { cpu: "500m", "vpc.amazonaws.com/pod-eni": "1" },
          requests: { cpu: "100m", "vpc.amazonaws.com/pod-eni": "1" },
        },
        livenessProbe: { httpGet: { path: "/healthz", port: "http", scheme: "HTTP" }, periodSeconds: 10 },
        readinessProbe: { tcpSocket: { port: 8080 } },
        startupProbe: { exec: { command: ["true"] } },
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    serviceAccountName: "web",
    serviceAccount: "web",
    nodeName: "ip-192-168-31-166.eu-west-1.compute.internal",
    nodeSelector: { disk: "ssd" },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-west-1a"] },
                { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
                { key: "team", operator: "In", values: ["shop"] },
              ],
            },
            { matchExpressions: [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-west-1b"] }] },
          ],
        },
      },
    },
  },
  status: {
    phase: "Running",
    conditions: [
      { type: "PodScheduled", status: "True", lastProbeTime: null, lastTransitionTime: "2026-03-01T10:00:01Z" },
      {
        type: "Ready",
        status: "False",
        reason: "ContainersNotReady",
        message: "containers with unready status: [web]",
        lastTransitionTime: "2026-03-01T10:00:05Z",
      },
    ],
    hostIP: "192.168.31.166",
    podIP: "192.168.26.162",
    podIPs: [{ ip: "192.168.26.162" }],
    startTime: "2026-03-01T10:00:02Z",
    initContainerStatuses: [
      {
        name: "migrate",
        ready: true,
        restartCount: 0,
        state: {
          terminated: {
            exitCode: 0,
            reason: "Completed",
            startedAt: "2026-03-01T10:00:03Z",
            finishedAt: "2026-03-01T10:00:04Z",
          },
        },
      },
    ],
    containerStatuses: [
      {
        name: "web",
        ready: false,
        restartCount: 4,
        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 1m20s" } },
      },
    ],
    qosClass: "Burstable",
  },
};

export const awsNodePod = {
  metadata: {
    name: "aws-node-7x2lp",
    namespace: "kube-system",
    uid: "a",
    labels: { "k8s-app": "aws-node" },
    ownerReferences: [{ kind: "DaemonSet", name: "aws-node", uid: "b", controller: true }],
  },
  spec: {
    hostNetwork: true,
    initContainers: [
      {
        name: "aws-vpc-cni-init",
        image: "cni-init:v1.20.0",
        env: [{ name: "DISABLE_TCP_EARLY_DEMUX", value: "true" }],
      },
    ],
    containers: [
      {
        name: "aws-node",
        image: "cni:v1.20.0",
        env: [
          { name: "ENABLE_POD_ENI", value: "true" },
          { name: "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS" },
          {
            name: "WARM_ENI_TARGET",
            valueFrom: { configMapKeyRef: { name: "amazon-vpc-cni", key: "warm-eni-target" } },
          },
          { name: "MY_NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          { name: "AWS_SECRET_ACCESS_KEY", value: "hunter2" },
        ],
      },
    ],
  },
  status: { phase: "Running" },
};

export const workerNode = {
  metadata: {
    name: "ip-192-168-31-166.eu-west-1.compute.internal",
    uid: "n",
    creationTimestamp: "2026-03-01T09:00:00Z",
    labels: { "node.kubernetes.io/instance-type": "m5.large", "kubernetes.io/os": "linux" },
    annotations: { "k8s.amazonaws.com/eniConfig": "eu-west-1a", "csi.volume.kubernetes.io/nodeid": "{}" },
  },
  spec: {
    providerID: "aws:///eu-west-1a/i-01ac2403f4932c7ee",
    unschedulable: true,
    taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: "2026-03-01T09:30:00Z" }],
  },
  status: {
    capacity: { cpu: "2", memory: "7910660Ki", pods: "29", "vpc.amazonaws.com/pod-eni": "9" },
    allocatable: { cpu: "1930m", memory: "7220484Ki", pods: "29", "vpc.amazonaws.com/pod-eni": "9" },
    conditions: [
      {
        type: "Ready",
        status: "True",
        reason: "KubeletReady",
        message: "kubelet is posting ready status",
        lastHeartbeatTime: "2026-03-01T10:30:00Z",
        lastTransitionTime: "2026-03-01T09:01:00Z",
      },
    ],
    addresses: [
      { type: "InternalIP", address: "192.168.31.166" },
      { type: "InternalDNS", address: "ip-192-168-31-166.eu-west-1.compute.internal" },
    ],
    nodeInfo: { kubeletVersion: "v1.33.4-eks-99d6cc0", osImage: "Amazon Linux 2023", machineID: "ec2", bootID: "x" },
    images: [{ names: ["a"], sizeBytes: 1 }],
  },
};

export const policy = {
  apiVersion: "vpcresources.k8s.aws/v1beta1",
  kind: "SecurityGroupPolicy",
  metadata: {
    name: "web",
    namespace: "shop",
    uid: "p",
    generation: 3,
    creationTimestamp: "2026-02-01T00:00:00Z",
    managedFields: [
      {
        manager: "kubectl",
        operation: "Apply",
        time: "2026-02-20T00:00:00Z",
        fieldsV1: { "f:spec": { "f:podSelector": {} } },
      },
      { manager: "kubectl", operation: "Update", time: "2026-02-01T00:00:00Z", fieldsV1: { "f:spec": {} } },
      {
        manager: "labeler",
        operation: "Update",
        time: "2026-02-25T00:00:00Z",
        fieldsV1: { "f:metadata": { "f:labels": {} } },
      },
    ],
  },
  spec: {
    podSelector: {
      matchLabels: { app: "web" },
      matchExpressions: [{ key: "tier", operator: "In", values: ["a", "b"] }],
    },
    securityGroups: { groupIds: ["sg-079157a483bcb371f"] },
  },
};

export const cniNode = {
  apiVersion: "vpcresources.k8s.aws/v1alpha1",
  kind: "CNINode",
  metadata: {
    name: "ip-192-168-31-166.eu-west-1.compute.internal",
    uid: "c",
    finalizers: ["networking.k8s.aws/resource-cleanup"],
    managedFields: [
      { manager: "controller", time: "2026-03-01T09:00:10Z", fieldsV1: { "f:spec": { "f:tags": {} } } },
      { manager: "aws-k8s-agent", time: "2026-03-01T09:00:40Z", fieldsV1: { "f:spec": { "f:features": {} } } },
    ],
  },
  spec: {
    features: [{ name: "SecurityGroupsForPods" }, { name: "CustomNetworking", value: "eu-west-1a" }],
    tags: { "node.k8s.amazonaws.com/instance_id": "i-01ac2403f4932c7ee" },
  },
  status: { trunkInterface: { id: "eni-01f7b73cf13962fe5" } },
};

export const kubeProxyConfig = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "kube-proxy-config", namespace: "kube-system", uid: "k" },
  data: {
    config:
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nclientConnection:\n  kubeconfig: /x\nkind: KubeProxyConfiguration\nmode: "ipvs"\n',
  },
};

export const allocatedEvent = {
  metadata: { name: "web.17a", namespace: "shop", uid: "e", creationTimestamp: "2026-03-01T10:00:03Z" },
  involvedObject: { kind: "Pod", namespace: "shop", name: "web-6d4b75cb6d-x2x7q", uid: "9f2c4a1e", apiVersion: "v1" },
  reason: "ResourceAllocated",
  message: `Allocated ${podEniAnnotation} to the pod`,
  source: { component: "vpc-resource-controller" },
  firstTimestamp: "2026-03-01T10:00:03Z",
  lastTimestamp: "2026-03-01T10:00:03Z",
  count: 1,
  type: "Normal",
};
