import { type Foreign, isForeign, known, listOf, numberOf, objectOf, textOf, timeOf } from "../ec2/fields.ts";
import { addFact, countUnused, type Found } from "./found.ts";

/** The calls that make and end trunks and branches (domain 2.4). */
const calls: ReadonlySet<string> = new Set([
  "CreateNetworkInterface",
  "CreateNetworkInterfacePermission",
  "AttachNetworkInterface",
  "AssociateTrunkInterface",
  "DisassociateTrunkInterface",
  "DeleteNetworkInterface",
]);
const deepest = 6;
const longestMessage = 300;

/** Takes CloudTrail records as its files hold them, as `lookup-events` prints them, or one alone; `false` when it is none of these. */
export function takeTrail(found: Found, foreign: Foreign): boolean {
  const records = recordsIn(foreign);
  if (records === null) return false;
  found.collections.add("apiCalls");
  for (const record of records) {
    const item = callItem(record);
    if (item === null) countUnused(found, "other API calls");
    else addFact(found, { collection: "apiCalls", id: item.id, item });
  }
  return true;
}

function recordsIn(foreign: Foreign): readonly Foreign[] | null {
  if (textOf(foreign.eventName) && textOf(foreign.eventSource)) return [foreign];
  const records = listOf(foreign.Records);
  if (records?.some(({ eventName }) => textOf(eventName) !== undefined)) return records;
  const looked = listOf(foreign.Events);
  if (!looked?.some(({ CloudTrailEvent }) => textOf(CloudTrailEvent) !== undefined)) return null;
  return looked.flatMap(({ CloudTrailEvent }) => parsed(textOf(CloudTrailEvent) ?? ""));
}

function parsed(text: string): Foreign[] {
  try {
    const value: unknown = JSON.parse(text);
    return isForeign(value) ? [value] : [];
  } catch {
    return [];
  }
}

function callItem(record: Foreign) {
  const id = textOf(record.eventID);
  const at = timeOf(record.eventTime);
  const call = textOf(record.eventName);
  if (record.eventSource !== "ec2.amazonaws.com" || !id || at === undefined || !call || !calls.has(call)) return null;
  const both = [record.requestParameters, record.responseElements];
  const says = (...keys: readonly string[]) => textOf(firstOf(both, keys));
  const identity = objectOf(record.userIdentity);
  return known({
    id,
    at,
    call,
    by: textOf(identity.arn) ?? textOf(identity.invokedBy) ?? textOf(identity.userName),
    requestId: textOf(record.requestID),
    errorCode: textOf(record.errorCode),
    errorMessage: messageOf(record.errorMessage),
    interfaceId: says("branchInterfaceId") ?? says("networkInterfaceId"),
    interfaceType: says("interfaceType"),
    description: says("description"),
    trunkId: says("trunkInterfaceId") ?? tagIn(both, "vpcresources.k8s.aws/trunk-eni-id"),
    vlanId: numeric(firstOf(both, ["vlanId"]) ?? tagIn(both, "vpcresources.k8s.aws/vlan-id")),
    associationId: says("associationId"),
    instanceId: says("instanceId") ?? tagIn(both, "node.k8s.amazonaws.com/instance_id"),
  });
}

/** EC2 puts who was refused what into an encoded text, which only the account may decode: it stays out. */
function messageOf(value: unknown): string | undefined {
  return textOf(
    textOf(value)
      ?.replace(/\s*Encoded authorization failure message:.*$/s, "")
      .slice(0, longestMessage),
  );
}

function numeric(value: unknown): number | undefined {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : numberOf(value);
}

/** The first value under one of these keys, in whatever wrapper a call has: `AssociateTrunkInterfaceRequest`, `networkInterface`, ... */
function firstOf(values: readonly unknown[], keys: readonly string[]): unknown {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  for (const object of objectsIn(values)) {
    for (const [key, value] of Object.entries(object)) {
      if (wanted.has(key.toLowerCase()) && (typeof value === "string" || typeof value === "number")) return value;
    }
  }
  return undefined;
}

function tagIn(values: readonly unknown[], tag: string): string | undefined {
  for (const object of objectsIn(values)) {
    if ((object.key ?? object.Key) === tag) return textOf(object.value ?? object.Value);
  }
  return undefined;
}

function* objectsIn(values: readonly unknown[], depth = 0): Iterable<Foreign> {
  for (const value of values) {
    if (typeof value !== "object" || value === null || depth > deepest) continue;
    if (isForeign(value)) yield value;
    yield* objectsIn(Object.values(value), depth + 1);
  }
}
