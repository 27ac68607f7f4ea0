import { aws, line, parts } from "../command-line.ts";

/** What a command that opens a port needs. */
interface Opening {
  readonly region: string | null;
  readonly groupId: string | undefined;
  readonly protocol: string;
  readonly port: string;
  readonly peerGroupId: string | undefined;
}

/** Lets one group in on a port of another. */
export function allowIngress({ region, groupId, protocol, port, peerGroupId }: Opening): string[] {
  return aws(
    region,
  )`aws ec2 authorize-security-group-ingress --group-id ${groupId} --protocol ${protocol} --port ${port} --source-group ${peerGroupId}`;
}

/** Lets one group out to a port of another. */
export function allowEgress({ region, groupId, protocol, port, peerGroupId }: Opening): string[] {
  if (peerGroupId === undefined) return [];
  const permission = `IpProtocol=${protocol},FromPort=${port},ToPort=${port},UserIdGroupPairs=[{GroupId=${peerGroupId}}]`;
  return aws(region)`aws ec2 authorize-security-group-egress --group-id ${groupId} --ip-permissions ${permission}`;
}

/** The line that lists the rules of some groups. */
export function showRules(region: string | null, groupIds: readonly string[]): string[] {
  if (groupIds.length === 0) return [];
  return aws(
    region,
  )`aws ec2 describe-security-group-rules --filters Name=group-id,Values=${groupIds.join(",")} --output table`;
}

/** The line that says which groups an ENI with this address has. */
export function showGroupsAt(region: string | null, ip: string | undefined): string[] {
  return aws(
    region,
  )`aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=${ip} --query NetworkInterfaces[].Groups`;
}

/** The line that describes the first pod among some subjects. */
export function describeFirstPod(subjects: readonly string[]): string[] {
  const pod = subjects.find((id) => id.startsWith("pod/"));
  if (pod === undefined) return [];
  const { namespace, name } = parts(pod.slice("pod/".length));
  return line`kubectl describe pod -n ${namespace} ${name}`;
}

/** The lines that show with which variables aws-node runs. */
export function showAwsNodeEnvironment(): string[] {
  return [
    ...line`kubectl get daemonset -n kube-system aws-node -o jsonpath={.spec.template.spec.containers[?(@.name=="aws-node")].env}`,
    ...line`kubectl get daemonset -n kube-system aws-node -o jsonpath={.spec.template.spec.initContainers[?(@.name=="aws-vpc-cni-init")].env}`,
  ];
}

/** Sets a variable of the init container of aws-node, where `kubectl set env` does not reach. */
export function setInitVariable(name: string, value: string): string[] {
  const containers = [{ name: "aws-vpc-cni-init", env: [{ name, value }] }];
  const patch = JSON.stringify({ spec: { template: { spec: { initContainers: containers } } } });
  return line`kubectl patch daemonset -n kube-system aws-node --patch ${patch}`;
}
