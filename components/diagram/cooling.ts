import type { Model } from "../../lib/diagram/model.ts";
import type { Slot } from "../../lib/snapshot/slots.ts";

/** How far a cooling slot has drained, as an animation that is already under way. */
export function coolingStyle({ head }: Model, { state, branch }: Slot): React.CSSProperties {
  if (state !== "cooling" || !branch?.unownedSince) return {};
  const gone = Math.max(0, head.at - branch.unownedSince.at) / 1000;
  return {
    "--cool-for": `${head.releaseSeconds}s`,
    "--cool-gone": `-${Math.min(gone, head.releaseSeconds)}s`,
    animationPlayState: head.mode === "live" ? "running" : "paused",
  } as React.CSSProperties;
}
