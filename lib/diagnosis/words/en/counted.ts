/** `1 branch`, `2 branches`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

const mostNamed = 3;

/** The first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const shown = names.slice(0, mostNamed).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
