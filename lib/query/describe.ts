import { kinds, kindsOf } from "./field.ts";
import { fieldNames, fieldOf } from "./fields.ts";
import { valueTypes } from "./value-types.ts";

/** The table of fields as Markdown, for `docs/search.md`. */
export function describeFields(): string {
  const rows = fieldNames.map((name) => {
    const field = fieldOf(name);
    const names = [name, ...(field.aliases ?? [])].map((one) => `\`${one}\``).join(", ");
    const known = kindsOf(field);
    return `| ${names} | ${field.type} | ${field.summary} | ${known.length === kinds.length ? "all" : known.join(", ")} | \`${field.example}\` |`;
  });
  return ["| field | values | what it is | kinds | example |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** The table of the types of values as Markdown. */
export function describeTypes(): string {
  const rows = Object.entries(valueTypes).map(
    ([name, { operators, summary }]) =>
      `| ${name} | ${operators.map((operator) => `\`${operator}\``).join(" ")} | ${summary} |`,
  );
  return ["| values | operators | how they are written |", "|---|---|---|", ...rows].join("\n");
}
