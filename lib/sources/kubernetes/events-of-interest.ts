const everything = /^/;

/** Event reasons that tell of trunks, branches and the pods that wait for them, with what their message must say (domain 4e). */
const reasons: Readonly<Record<string, RegExp>> = {
  SecurityGroupRequested: everything,
  ResourceAllocated: /eniid/i,
  BranchAllocationFailed: everything,
  BranchENIAnnotationFailed: everything,
  ControllerVersionNotice: everything,
  NodeTrunkInitiated: everything,
  NodeTrunkFailedInit: everything,
  TrunkENICreationFailed: everything,
  Unsupported: everything,
  EniConfigNameNotFound: everything,
  BranchENICoolDownPeriodUpdated: everything,
  CNINodeCreationFailed: everything,
  CNINodeDeletionFailed: everything,
  AwsNodeNotificationToRc: everything,
  MissingIAMPermissions: everything,
  FailedScheduling: /vpc\.amazonaws\.com\/pod-eni/,
  FailedCreatePodSandBox: /aws-cni|failed to assign an IP address|failed to setup network/,
  FailedCreate: /[mv]pod\.vpc\.k8s\.aws|Failed to get Matching SGP|pod-eni/,
};

/** Whether an event tells anything about security groups for pods: a busy cluster has hundreds of others for each of these. */
export function isOfInterest(reason: string, message: string): boolean {
  return Object.hasOwn(reasons, reason) && reasons[reason]?.test(message) === true;
}

/** Leaves the commonest other reasons out at the API server, which cannot be asked for a list of wanted ones. */
export const eventFieldSelector = [
  "Pulling",
  "Pulled",
  "Created",
  "Started",
  "Scheduled",
  "Killing",
  "BackOff",
  "Unhealthy",
  "SuccessfulCreate",
  "SuccessfulDelete",
  "ScalingReplicaSet",
]
  .map((reason) => `reason!=${reason}`)
  .join(",");
