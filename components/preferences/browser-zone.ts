import type { Zone } from "../messages/zone.ts";

/** The IANA name of the zone that the browser is in. */
export function browserZone(): Zone {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
