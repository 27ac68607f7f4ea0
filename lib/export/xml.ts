import { visible } from "./text.ts";

/** Text for XML and HTML, both between tags and in quoted attributes. */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** ` name="value"` for every attribute that has one. Names are ours, values are escaped; a line break in a value survives. */
export function attributes(values: Readonly<Record<string, string | number | null | undefined>>): string {
  let text = "";
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    text += ` ${name}="${typeof value === "number" ? value : value.split("\n").map(escapeXml).join("&#10;")}"`;
  }
  return text;
}
