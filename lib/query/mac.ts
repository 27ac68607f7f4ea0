/** A MAC address, or a part of one, as EC2 spells it: `02:ab:4`. Colons, dashes, dots or nothing may part the digits; `null` = it is none. */
export function spellMac(text: string): string | null {
  const digits = text.replace(/[:.-]/g, "").toLowerCase();
  if (!/^[0-9a-f]{1,12}$/.test(digits)) return null;
  return (digits.match(/.{1,2}/g) ?? []).join(":");
}

/** Length of a whole address as `spellMac` gives it. */
export const macLength = 17;

/** A known address as `spellMac` gives it; what is none stays as it is. */
export function macOf(known: string): string {
  return known.length === macLength && known[2] === ":"
    ? known.toLowerCase()
    : (spellMac(known) ?? known.toLowerCase());
}
