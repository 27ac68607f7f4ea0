/** Log lines as the API server and CloudTrail write them, of the Pod, the node and the branch that a test names. */

const at = (ms: number) => new Date(ms).toISOString();

export const controller = "eks:vpc-resource-controller";
export const roleArn = "arn:aws:sts::111122223333:assumed-role/cluster-role/eks-vpc-resource-controller";

export function auditLine(id: string, ms: number, more: object): object {
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "RequestResponse",
    auditID: id,
    stage: "ResponseComplete",
    requestReceivedTimestamp: at(ms - 4),
    stageTimestamp: at(ms),
    sourceIPs: ["198.51.100.7"],
    userAgent: "secret-agent/007",
    responseStatus: { code: 200 },
    ...more,
  };
}

export function podCreated(id: string, ms: number, [namespace, name]: readonly [string, string], annotations: object) {
  return auditLine(id, ms, {
    verb: "create",
    user: { username: "alice", groups: ["system:masters"] },
    objectRef: { resource: "pods", namespace, apiVersion: "v1" },
    requestObject: { metadata: { generateName: "x-" }, spec: { containers: [{ env: [{ value: "hunter2" }] }] } },
    responseObject: { metadata: { namespace, name } },
    responseStatus: { code: 201 },
    annotations,
  });
}

export const mutated = {
  "mutation.webhook.admission.k8s.io/round_0_index_3":
    '{"configuration":"vpc-resource-mutating-webhook","webhook":"mpod.vpc.k8s.aws","mutated":true}',
  "mutation.webhook.admission.k8s.io/round_0_index_1":
    '{"configuration":"pod-identity-webhook","webhook":"iam-for-pods.amazonaws.com","mutated":false}',
};

export const passedOver = { "failed-open.mutation.webhook.admission.k8s.io/round_0_index_3": "mpod.vpc.k8s.aws" };

export function podAnnotated(id: string, ms: number, [namespace, name]: readonly [string, string], eniId: string) {
  return auditLine(id, ms, {
    verb: "patch",
    user: { username: controller },
    objectRef: { resource: "pods", namespace, name },
    requestObject: {
      metadata: { annotations: { "vpc.amazonaws.com/pod-eni": JSON.stringify([{ eniId, vlanId: 1 }]) } },
    },
  });
}

export function trailRecord(call: string, id: string, ms: number, more: object): object {
  return {
    eventVersion: "1.08",
    userIdentity: { type: "AssumedRole", arn: roleArn, accessKeyId: "ASIAEXAMPLESECRET" },
    eventTime: at(ms),
    eventSource: "ec2.amazonaws.com",
    eventName: call,
    awsRegion: "eu-west-1",
    sourceIPAddress: "198.51.100.9",
    userAgent: "secret-agent/008",
    requestID: `request-${id}`,
    eventID: id,
    ...more,
  };
}

export function branchCreated(id: string, ms: number, eniId: string, trunkId: string) {
  return trailRecord("CreateNetworkInterface", id, ms, {
    requestParameters: { subnetId: "subnet-1", description: "aws-k8s-branch-eni" },
    responseElements: {
      networkInterface: {
        networkInterfaceId: eniId,
        description: "aws-k8s-branch-eni",
        tagSet: {
          items: [
            { key: "vpcresources.k8s.aws/trunk-eni-id", value: trunkId },
            { key: "vpcresources.k8s.aws/vlan-id", value: "1" },
          ],
        },
      },
    },
  });
}

export function branchAssociated(id: string, ms: number, eniId: string, trunkId: string) {
  return trailRecord("AssociateTrunkInterface", id, ms, {
    requestParameters: {
      AssociateTrunkInterfaceRequest: { BranchInterfaceId: eniId, TrunkInterfaceId: trunkId, VlanId: 1 },
    },
    responseElements: { AssociateTrunkInterfaceResponse: { interfaceAssociation: { associationId: "trunk-assoc-1" } } },
  });
}
