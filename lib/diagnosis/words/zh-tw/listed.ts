const mostNamed = 3;

/** The first few, and how many there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join("、");
  return names.length > mostNamed ? `${shown} 等 ${names.length} 個` : shown;
}
