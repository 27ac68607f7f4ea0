import type { CollectionName } from "../../recording/collections.ts";
import { type Foreign, isForeign, listOf, objectOf, textOf } from "../ec2/fields.ts";
import { collectionOfKind, itemFromObject } from "../kubernetes/mapper.ts";
import { addFact, countUnused, type Found } from "./found.ts";

/** Takes what `kubectl get ... -o json` or the API itself printed: an object, or a list of one or several kinds. `false` when it is neither. */
export function takeKubernetes(found: Found, foreign: Foreign): boolean {
  const kind = textOf(foreign.kind);
  const apiVersion = textOf(foreign.apiVersion);
  if (!kind || !apiVersion) return false;
  const members = listOf(foreign.items);
  if (!kind.endsWith("List") || !members) {
    takeObject(found, foreign, kind);
    return true;
  }
  if (textOf(objectOf(foreign.metadata).continue)) {
    found.warnings.push(
      "the list stops at a page (it has a continue token): unless another file continues it, it is not complete",
    );
  }
  const memberKind = kind.slice(0, -"List".length);
  if (memberKind === "" && members.length === 0) found.warnings.push("an empty list that does not say of what");
  const collection = collectionOfKind(apiVersion, memberKind);
  if (collection) found.collections.add(collection);
  for (const member of members) {
    if (memberKind === "")
      takeKubernetes(found, member) || found.problems.push("a member of a list without apiVersion and kind");
    else takeObject(found, { apiVersion, kind: memberKind, ...member }, memberKind);
  }
  return true;
}

function takeObject(found: Found, object: Foreign, kind: string): void {
  const mapped = itemFromObject(withNamespace(object));
  if (!("problem" in mapped)) addFact(found, mapped);
  else if (!mapped.unused) found.problems.push(mapped.problem);
  else {
    countUnused(found, kind);
    const collection: CollectionName | undefined = collectionOfKind(textOf(object.apiVersion) ?? "", kind);
    if (collection) found.collections.add(collection);
  }
}

/** A manifest may leave its namespace to whoever applies it: `default`, as kubectl has it. */
function withNamespace(object: Foreign): Foreign {
  const { metadata } = object;
  if (!isForeign(metadata) || textOf(metadata.namespace)) return object;
  return { ...object, metadata: { ...metadata, namespace: "default" } };
}
