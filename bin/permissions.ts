import { stringify } from "yaml";
import { collections, type SourceName } from "../lib/recording/collections.ts";

interface Grant {
  readonly permission: string;
  readonly optional: boolean;
}

function grantsOf(source: SourceName): Grant[] {
  return Object.values(collections).filter((collection) => collection.source === source);
}

/** The IAM policy for watching EC2, from the table of collections. Describe actions know no resource, so the region is the only limit. */
export function iamPolicy(region?: string) {
  const statement = (Sid: string, optional: boolean) => ({
    Sid,
    Effect: "Allow",
    Action: grantsOf("ec2")
      .filter((grant) => grant.optional === optional)
      .flatMap(({ permission }) => permission.split(" "))
      .sort(),
    Resource: "*",
    ...(region === undefined ? {} : { Condition: { StringEquals: { "aws:RequestedRegion": region } } }),
  });
  return {
    Version: "2012-10-17",
    Statement: [statement("TrunkscopeRequired", false), statement("TrunkscopeOptional", true)],
  };
}

interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Objects that are read by name in kube-system alone. */
const inSystemNamespace = new Set(["configmaps", "leases", "roles", "rolebindings"]);

/** The rule of one row: `get,list,watch pods`, `get leases.coordination.k8s.io (NAME, NAME)`. */
function rbacRule(permission: string): RbacRule {
  const [, verbs = "", names = "", resourceNames] = /^(\S+) (\S+)(?: \((.*)\))?$/.exec(permission) ?? [];
  const dot = names.indexOf(".");
  return {
    apiGroups: [dot < 0 ? "" : names.slice(dot + 1)],
    resources: (dot < 0 ? names : names.slice(0, dot)).split(","),
    ...(resourceNames === undefined ? {} : { resourceNames: resourceNames.split(", ") }),
    verbs: verbs.split(","),
  };
}

/** The roles for watching Kubernetes and their bindings, as the objects to apply. */
export function rbacObjects(serviceAccount = "trunkscope", serviceAccountNamespace = "trunkscope") {
  const rules = grantsOf("kubernetes").map(({ permission }) => rbacRule(permission));
  const isSystem = ({ resources }: RbacRule) => resources.every((resource) => inSystemNamespace.has(resource));
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const subjects = [{ kind: "ServiceAccount", name: serviceAccount, namespace: serviceAccountNamespace }];
  const cluster = { name: "trunkscope" };
  const system = { name: "trunkscope", namespace: "kube-system" };
  const role = (kind: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name: "trunkscope" });
  return [
    { apiVersion, kind: "ClusterRole", metadata: cluster, rules: merged(rules.filter((rule) => !isSystem(rule))) },
    { apiVersion, kind: "ClusterRoleBinding", metadata: cluster, roleRef: role("ClusterRole"), subjects },
    { apiVersion, kind: "Role", metadata: system, rules: rules.filter(isSystem) },
    { apiVersion, kind: "RoleBinding", metadata: system, roleRef: role("Role"), subjects },
  ];
}

/** Rules that differ only in their resources, as one. */
function merged(rules: readonly RbacRule[]): RbacRule[] {
  const groups = Map.groupBy(rules, ({ resources: _, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].map(([first, ...rest]) => ({
    ...(first as RbacRule),
    resources: [first as RbacRule, ...rest].flatMap(({ resources }) => resources),
  }));
}

export function iamText(region?: string): string {
  return `${JSON.stringify(iamPolicy(region), null, 2)}\n`;
}

export function rbacText(): string {
  return rbacObjects()
    .map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");
}
