import type { Item } from "../../../recording/collections.ts";
import { type Json, known, numberIn, objectIn, proseIn, textIn, timeIn } from "../fields.ts";

/** core/v1 Event, and the same object as events.k8s.io prints it. */
export function eventOf(object: Json): Item<"events"> {
  const metadata = objectIn(object["metadata"]);
  const about = objectIn(object["involvedObject"] ?? object["regarding"]);
  const series = objectIn(object["series"]);
  const source = objectIn(object["source"] ?? object["deprecatedSource"]);
  const happenedAt = timeIn(object["eventTime"]);
  const createdAt = timeIn(metadata["creationTimestamp"]);
  const firstAt = timeIn(object["firstTimestamp"] ?? object["deprecatedFirstTimestamp"]) ?? happenedAt ?? createdAt;
  return known({
    namespace: textIn(metadata["namespace"]) ?? "",
    name: textIn(metadata["name"]) ?? "",
    uid: textIn(metadata["uid"]),
    reason: textIn(object["reason"]),
    type: textIn(object["type"]),
    message: proseIn(object["message"] ?? object["note"]),
    component:
      textIn(source["component"]) ?? textIn(object["reportingComponent"]) ?? textIn(object["reportingController"]),
    count: numberIn(object["count"] ?? object["deprecatedCount"]) ?? numberIn(series["count"]),
    firstAt,
    lastAt:
      timeIn(object["lastTimestamp"] ?? object["deprecatedLastTimestamp"]) ??
      timeIn(series["lastObservedTime"]) ??
      firstAt,
    about: known({
      kind: textIn(about["kind"]) ?? "",
      namespace: textIn(about["namespace"]),
      name: textIn(about["name"]) ?? "",
      uid: textIn(about["uid"]),
    }),
  });
}
