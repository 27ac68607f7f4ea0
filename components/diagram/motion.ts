/** How long cards and the view take to a new place, milliseconds. The stylesheet moves mounted cards in the same time. */
export const moveMs = 160;

/** Whether the reader has asked for as little motion as possible. */
export function isMotionReduced(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
