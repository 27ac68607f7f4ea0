/** `far` one bitmap · `small` cards with names and slots · `middle` cards with addresses · `near` cards with every branch and pod by name. */
export const levels = ["far", "small", "middle", "near"] as const;
export type Level = (typeof levels)[number];

/** The most cards that may stand in the page at once (measured: 76 pan at 58 fps, 210 at 21). */
export const mostCards = 110;

const from: Readonly<Record<Level, number>> = { far: 0, small: 0.28, middle: 0.46, near: 0.86 };
const slack = 0.04;

/** The level for a zoom. A level once reached is kept a little past its border, so that it does not flicker there. */
export function levelOf(zoom: number, cardsInView: number, before?: Level): Level {
  if (cardsInView > mostCards) return "far";
  const plain = at(zoom);
  if (before === undefined || plain === before) return plain;
  const reachesUp = at(zoom * (1 - slack));
  const reachesDown = at(zoom * (1 + slack));
  return reachesUp === before || reachesDown === before ? before : plain;
}

function at(zoom: number): Level {
  return levels.findLast((level) => zoom >= from[level]) ?? "far";
}
