import { known, objectsIn, proseIn, textIn, timeIn } from "../fields.ts";

/** Status conditions without their heart-beats, which change every few minutes and say nothing new. */
export function conditionsIn(value: unknown) {
  return objectsIn(value).flatMap((condition) => {
    const type = textIn(condition["type"]);
    if (type === undefined) return [];
    return [
      known({
        type,
        status: textIn(condition["status"]) ?? "Unknown",
        reason: textIn(condition["reason"]),
        message: proseIn(condition["message"]),
        changedAt: timeIn(condition["lastTransitionTime"]),
      }),
    ];
  });
}
