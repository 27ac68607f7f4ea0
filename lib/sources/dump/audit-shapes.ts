import { type Foreign, isForeign, known, listOf, numberOf, objectOf, textOf, timeOf } from "../ec2/fields.ts";
import { addFact, countUnused, type Found } from "./found.ts";

const podEni = "vpc.amazonaws.com/pod-eni";
const inPatch = podEni.replace("/", "~1");
const mutation = "mutation.webhook.admission.k8s.io/";
const failedOpen = "failed-open.mutation.webhook.admission.k8s.io/";

/** Users that the controller has (domain 1.1); nobody else may write its annotation. */
const controllers: ReadonlySet<string> = new Set([
  "eks:vpc-resource-controller",
  "system:serviceaccount:kube-system:eks-vpc-resource-controller",
  "system:serviceaccount:kube-system:vpc-resource-controller",
]);

/** Takes a line of the Kubernetes audit log, or a list of them; `false` when it is neither. */
export function takeAudit(found: Found, foreign: Foreign): boolean {
  const version = textOf(foreign.apiVersion) ?? "";
  const isLine = textOf(foreign.auditID) !== undefined && textOf(foreign.verb) !== undefined;
  if (!version.startsWith("audit.k8s.io/") && !isLine) return false;
  const lines = listOf(foreign.items) ?? [foreign];
  found.collections.add("auditEvents");
  for (const line of lines) {
    const item = auditItem(line);
    if (item === null) countUnused(found, "other audit events");
    else addFact(found, { collection: "auditEvents", id: item.id, item });
  }
  return true;
}

/** What is kept of a line; `null` when it is not about what Trunkscope tells of. */
function auditItem(line: Foreign) {
  const about = objectOf(line.objectRef);
  const answer = objectOf(line.responseStatus);
  const response = objectOf(objectOf(line.responseObject).metadata);
  const request = objectOf(line.requestObject);
  const id = textOf(line.auditID);
  const at = timeOf(line.stageTimestamp) ?? timeOf(line.requestReceivedTimestamp);
  const verb = textOf(line.verb);
  const resource = textOf(about.resource);
  const name = textOf(about.name) ?? textOf(response.name) ?? textOf(objectOf(request.metadata).name);
  // A request is told at each of its stages: the last one knows its outcome.
  const isOver = line.stage === undefined || line.stage === "ResponseComplete" || line.stage === "Panic";
  if (!id || at === undefined || !verb || !resource || !name || !isOver) return null;
  const said = saidIn(line.requestObject);
  const user = textOf(objectOf(line.user).username);
  const item = known({
    id,
    at,
    verb,
    user,
    resource,
    subresource: textOf(about.subresource),
    namespace: textOf(about.namespace),
    name,
    uid: textOf(about.uid) ?? textOf(response.uid),
    code: numberOf(answer.code),
    reason: textOf(answer.reason),
    ...said,
    ...webhooksIn(objectOf(line.annotations)),
    isController: user !== undefined && controllers.has(user) ? true : undefined,
  });
  return isTold(item) ? item : null;
}

interface Kept {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly podEni?: readonly string[];
  readonly capacity?: number;
  readonly features?: readonly string[];
  readonly isController?: boolean;
}

const writes: ReadonlySet<string> = new Set(["patch", "update"]);

function isTold({ verb, resource, subresource, isController, ...said }: Kept): boolean {
  const isWrite = writes.has(verb);
  if (resource === "pods") {
    if (isWrite) return subresource === undefined && (said.podEni !== undefined || isController === true);
    return (verb === "create" && (subresource ?? "binding") === "binding") || (verb === "delete" && !subresource);
  }
  if (resource === "nodes") return isWrite && (said.capacity !== undefined || isController === true);
  return resource === "cninodes" && (verb === "create" || (isWrite && said.features !== undefined));
}

/** What a request wrote of what matters here: a merge patch or an object, or the operations of a JSON patch. */
function saidIn(request: unknown) {
  if (Array.isArray(request)) {
    const values = listOf(request)?.filter(({ path }) => String(path).includes(inPatch)) ?? [];
    const annotation = values.find(({ path }) => String(path).startsWith("/metadata/annotations"));
    const capacity = values.find(({ path }) => String(path).startsWith("/status/capacity"));
    return { podEni: idsIn(annotation?.value), capacity: countIn(capacity?.value) };
  }
  const { metadata, status, spec } = objectOf(request);
  const features = listOf(objectOf(spec).features)?.flatMap(({ name }) => textOf(name) ?? []);
  return {
    podEni: idsIn(objectOf(objectOf(metadata).annotations)[podEni]),
    capacity: countIn(objectOf(objectOf(status).capacity)[podEni]),
    features,
  };
}

function idsIn(value: unknown): string[] | undefined {
  const ids = [...(textOf(value) ?? "").matchAll(/\beni-[0-9a-f]{8,17}\b/g)].map(([id]) => id);
  return ids.length === 0 ? undefined : [...new Set(ids)];
}

function countIn(value: unknown): number | undefined {
  const count = typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : numberOf(value);
  return count;
}

/** The API server notes which webhooks changed an object, and which it went on without (kube-apiserver: admission/plugin/webhook/mutating/dispatcher.go). */
function webhooksIn(annotations: Foreign) {
  const mutatedBy: string[] = [];
  const passedOver: string[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(failedOpen)) passedOver.push(...(textOf(value) === undefined ? [] : [String(value)]));
    else if (key.startsWith(mutation)) mutatedBy.push(...mutatorIn(textOf(value) ?? ""));
  }
  return {
    mutatedBy: mutatedBy.length === 0 ? undefined : mutatedBy,
    failedOpen: passedOver.length === 0 ? undefined : passedOver,
  };
}

function mutatorIn(text: string): string[] {
  try {
    const told: unknown = JSON.parse(text);
    if (!isForeign(told) || told.mutated !== true) return [];
    return [textOf(told.webhook) ?? ""].filter((name) => name !== "");
  } catch {
    return [];
  }
}
