/** How often something goes wrong: that many requests from now on, or all (`true`), or none. */
export type Times = number | boolean;

/** Whether this request is to be hit; counts down. */
export function takes<K extends string>(faults: { [Key in K]: Times }, fault: K): boolean {
  const left: Times = faults[fault];
  if (typeof left === "boolean") return left;
  if (left <= 0) return false;
  (faults as Record<K, Times>)[fault] = left - 1;
  return true;
}

/** A token bucket as EC2 keeps per API, account and region. */
export function bucket(perSecond: number, burst: number, now: () => number) {
  let tokens = burst;
  let at = now();
  return () => {
    const moment = now();
    tokens = Math.min(burst, tokens + ((moment - at) / 1000) * perSecond);
    at = moment;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
