import { dictionaryIn, type Json, known, numberIn, objectIn, objectsIn, pick, textIn, timeIn } from "../fields.ts";

/** Annotations that say something of a pod's or node's network (domain 1.1, 1.3) or of a Service's targets; no other is ever kept. */
const keptAnnotations = [
  "vpc.amazonaws.com/pod-eni",
  "vpc.amazonaws.com/pod-ips",
  "fargate.amazonaws.com/pod-sg",
  "k8s.amazonaws.com/nicConfig",
  "k8s.amazonaws.com/eniConfig",
  "service.beta.kubernetes.io/aws-load-balancer-type",
  "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type",
];

/** What every item keeps of its object's metadata. */
export function metadataOf(object: Json) {
  const metadata = objectIn(object["metadata"]);
  const deletion = timeIn(metadata["deletionTimestamp"]);
  const graceSeconds = numberIn(metadata["deletionGracePeriodSeconds"]) ?? 0;
  return known({
    name: textIn(metadata["name"]) ?? "",
    uid: textIn(metadata["uid"]),
    createdAt: timeIn(metadata["creationTimestamp"]),
    // The API sets deletionTimestamp to when the grace period ends.
    deletingSince: deletion === undefined ? undefined : deletion - graceSeconds * 1000,
    labels: dictionaryIn(metadata["labels"]),
    annotations: pick(objectIn(metadata["annotations"]), keptAnnotations),
  });
}

export function namespacedMetadataOf(object: Json) {
  return { namespace: textIn(objectIn(object["metadata"])["namespace"]) ?? "", ...metadataOf(object) };
}

/** The owner that controls the object: a pod's ReplicaSet, Job, DaemonSet, ... */
export function controllerOf(object: Json) {
  const owner = objectsIn(objectIn(object["metadata"])["ownerReferences"]).find(
    (reference) => reference["controller"] === true,
  );
  const kind = textIn(owner?.["kind"]);
  const name = textIn(owner?.["name"]);
  if (kind === undefined || name === undefined) return undefined;
  return known({ kind, name, uid: textIn(owner?.["uid"]) });
}

/** When a field was last written, by managedFields: the newest entry that holds the whole path, such as `f:spec`, `f:features`. */
export function changedAt(object: Json, ...path: readonly string[]): number | undefined {
  let newest: number | undefined;
  for (const entry of objectsIn(objectIn(object["metadata"])["managedFields"])) {
    let fields: Json | undefined = objectIn(entry["fieldsV1"]);
    for (const key of path) fields = fields && Object.hasOwn(fields, key) ? objectIn(fields[key]) : undefined;
    const time = fields ? timeIn(entry["time"]) : undefined;
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
  }
  return newest;
}
