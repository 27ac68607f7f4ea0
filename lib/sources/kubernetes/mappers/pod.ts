import type { Item } from "../../../recording/collections.ts";
import {
  compact,
  dictionaryIn,
  type Json,
  known,
  numberIn,
  objectIn,
  objectsIn,
  proseIn,
  textIn,
  timeIn,
  unlessEmpty,
} from "../fields.ts";
import { shared } from "../shared.ts";
import { requiredLabels } from "./affinity.ts";
import { conditionsIn } from "./conditions.ts";
import { containersIn, statusesIn } from "./containers.ts";
import { changedAt, controllerOf, namespacedMetadataOf } from "./metadata.ts";

/** They repeat what the containers' own statuses say. */
const unusedConditions: ReadonlySet<string> = new Set(["Initialized", "ContainersReady"]);

export function podOf(object: Json): Item<"pods"> {
  const spec = objectIn(object["spec"]);
  const status = objectIn(object["status"]);
  const metadata = namespacedMetadataOf(object);
  const owner = controllerOf(object);
  const isAwsNode =
    metadata.namespace === "kube-system" &&
    (metadata.labels["k8s-app"] === "aws-node" || (owner?.kind === "DaemonSet" && owner.name === "aws-node"));
  return known({
    ...metadata,
    labels: shared(metadata.labels),
    nodeName: textIn(spec["nodeName"]),
    phase: textIn(status["phase"]),
    reason: textIn(status["reason"]),
    message: proseIn(status["message"]),
    podIp: textIn(status["podIP"]),
    podIps: unlessEmpty(compact(objectsIn(status["podIPs"]).flatMap(({ ip }) => textIn(ip) ?? []))),
    hostNetwork: spec["hostNetwork"] === true,
    serviceAccount: textIn(spec["serviceAccountName"]) ?? textIn(spec["serviceAccount"]),
    owner: owner && shared(owner),
    startedAt: timeIn(status["startTime"]),
    conditions: compact(conditionsIn(status["conditions"]).filter(({ type }) => !unusedConditions.has(type))),
    initContainers: unlessEmpty(shared(containersIn(spec["initContainers"], isAwsNode))),
    containers: shared(containersIn(spec["containers"], isAwsNode)),
    statuses: unlessEmpty([...statusesIn(status["initContainerStatuses"]), ...statusesIn(status["containerStatuses"])]),
    graceSeconds: numberIn(spec["terminationGracePeriodSeconds"]),
    dnsPolicy: textIn(spec["dnsPolicy"]),
    nodeSelector: unlessEmpty(shared(dictionaryIn(spec["nodeSelector"]))),
    affinityLabels: unlessEmpty(shared(requiredLabels(spec["affinity"]))),
    os: textIn(objectIn(spec["os"])["name"]),
    runtimeClass: textIn(spec["runtimeClassName"]),
    labelsChangedAt: relabelledAt(object, metadata.createdAt),
  });
}

/** Creation writes the labels too, at a time of whole seconds: only a later write is a change. */
function relabelledAt(object: Json, createdAt: number | undefined): number | undefined {
  const changed = changedAt(object, "f:metadata", "f:labels");
  const isLater = changed !== undefined && createdAt !== undefined && changed > createdAt + 1000;
  return isLater ? changed : undefined;
}
