const dated =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T_ -]?(\d{2})[-:_.h]?(\d{2})(?:[-:_.m]?(\d{2})(?:[.,-](\d{1,3}))?)?s?(Z|[+-]\d{2}[:-]?\d{2})?)?$/i;

/**
 * The moment that a directory's name or `--at` says, in epoch milliseconds: ISO 8601 with or without its separators
 * (`2026-11-22T10-15-00Z`, `20261122T101500Z`, `2026-11-22`), epoch seconds or milliseconds. Without a zone it is UTC.
 */
export function momentOf(name: string): number | null {
  if (/^\d{10}$/.test(name)) return Number(name) * 1000;
  if (/^\d{13}$/.test(name)) return Number(name);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone = "Z"] =
    dated.exec(name) ?? [];
  const fields = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [y, m, d, h, min, s] = fields;
  const at = Date.UTC(y, m - 1, d, h, min, s, Number(fraction.padEnd(3, "0")));
  const back = new Date(at);
  const overflows = back.getUTCMonth() !== m - 1 || back.getUTCDate() !== d || h > 23 || min > 59 || s > 59;
  return Number.isNaN(at) || overflows ? null : at - offsetOf(zone);
}

/** Milliseconds that a zone such as `+02:00` is ahead of UTC. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2})[:-]?(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
