/** What is out of place with one resource: the fact, what it means, what to do. */
export const marks = {
  "mark.instance-not-in-ec2":
    "The node names an instance that EC2 does not show. Its interfaces are unknown. Check the account, region and ec2:DescribeInstances.",
  "mark.trunk-not-in-ec2":
    "The trunk it names is not in EC2, usually because its instance is gone. The controller removes such branches within the hour; look again before deleting anything.",
  "mark.trunk-unattached":
    "The trunk is attached to no instance. Its branches carry no traffic. Look for a node that was terminated.",
  "mark.several-trunks":
    "The instance has more than one trunk. The controller uses one; the others only take a device slot.",
  "mark.instance-unknown":
    "The instance it names is not known. It is shown apart. Check that EC2 and Kubernetes are both read in full.",
  "mark.vlan-unknown": "Its VLAN is not known. Neither a tag nor an annotation states it.",
  "mark.vlan-out-of-range": "Its VLAN is outside 1 to 120, the ids that the controller hands out.",
  "mark.vlan-conflict":
    "Another branch of this trunk has the same VLAN. Traffic of both is unreliable. Recreate one of the pods.",
  "mark.shared-branch":
    "Several live pods are on this branch. A branch usually carries one. Compare their annotations.",
  "mark.other-cluster": "Its tags name another cluster. Whether a pod there owns it cannot be told from here.",
  "mark.annotation-unusable": "The pod-eni annotation cannot be read. The CNI cannot set up the pod. Recreate the pod.",
  "mark.annotation-names-unknown-interface":
    "The annotation names an interface that the last reading of EC2 does not have: deleted, not readable, or newer than that reading.",
  "mark.annotation-disagrees": "The annotation and EC2 disagree about this branch. Compare VLAN, IP and MAC below.",
  "mark.surplus-branches": "The annotation names more branches than the pod uses. Only the first carries it.",
  "mark.ip-on-no-interface": "No known interface holds the pod's IP. Its security groups cannot be told.",
  "mark.not-on-its-branch":
    "The pod has a branch, but its IP is held elsewhere: the branch's security groups do not apply. Restart the pod once ENABLE_POD_ENI is on.",
  "mark.group-not-in-ec2":
    "EC2 does not show this security group, or one that it names: deleted, shared from another account, or not readable.",
  "mark.policy-invalid":
    "The policy has no selector, or names no security group. The controller skips it without a word. Add what is missing.",
  "mark.selector-broken":
    "The controller cannot use a selector of this policy, so it matches no pod. Check operators, values and label names.",
  "mark.node-not-in-kubernetes":
    "No node of the cluster names this instance. It is starting, or left over. Check again in a few minutes.",
} as const;
