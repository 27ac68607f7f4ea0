/** `utc`, or the IANA name of the reader's own zone. */
export type Zone = string;

/** A zone as it was kept; UTC where it names none that there is. */
export function zoneOf(kept: string | undefined): Zone {
  if (kept === undefined || kept === "utc") return "utc";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: kept }).resolvedOptions().timeZone;
  } catch {
    return "utc";
  }
}

export function momentIn(zone: Zone, at: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return String(at);
  if (zone === "utc") return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second, timeZoneName = "" } = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${timeZoneName.replace("GMT", "UTC")}`;
}

const formats = new Map<Zone, Intl.DateTimeFormat>();

/** A formatter is costly to make, and there is one zone at a time. */
function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "shortOffset",
  });
  formats.set(zone, format);
  return format;
}
