import type { Item } from "../../../recording/collections.ts";
import { type Json, known, objectIn, objectsIn, quantityIn, textIn } from "../fields.ts";
import { conditionsIn } from "./conditions.ts";
import { podEni } from "./containers.ts";
import { metadataOf } from "./metadata.ts";

export function nodeOf(object: Json): Item<"nodes"> {
  const spec = objectIn(object["spec"]);
  const status = objectIn(object["status"]);
  const info = objectIn(status["nodeInfo"]);
  return known({
    ...metadataOf(object),
    providerId: textIn(spec["providerID"]),
    addresses: objectsIn(status["addresses"]).flatMap((entry) => {
      const type = textIn(entry["type"]);
      const address = textIn(entry["address"]);
      return type !== undefined && address !== undefined ? [{ type, address }] : [];
    }),
    capacity: quantitiesIn(status["capacity"]),
    allocatable: quantitiesIn(status["allocatable"]),
    conditions: conditionsIn(status["conditions"]),
    taints: objectsIn(spec["taints"]).flatMap((taint) => {
      const key = textIn(taint["key"]);
      return key === undefined
        ? []
        : [known({ key, value: textIn(taint["value"]), effect: textIn(taint["effect"]) ?? "" })];
    }),
    unschedulable: spec["unschedulable"] === true,
    kubeletVersion: textIn(info["kubeletVersion"]),
    osImage: textIn(info["osImage"]),
  });
}

function quantitiesIn(value: unknown) {
  const resources = objectIn(value);
  return known({ pods: quantityIn(resources["pods"]), podEni: quantityIn(resources[podEni]) });
}
