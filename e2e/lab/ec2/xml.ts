/** What an EC2 answer is made of: absent values are left out, lists become `<item>`s. */
export type Xml = string | number | boolean | null | undefined | readonly Xml[] | { readonly [name: string]: Xml };

export const namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

export function element(name: string, value: Xml): string {
  if (value === null || value === undefined) return "";
  const inner = content(value);
  return inner === "" ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

export function content(value: Xml): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((entry: Xml) => element("item", entry)).join("");
  if (typeof value !== "object") return escaped(String(value));
  let text = "";
  for (const [name, inner] of Object.entries(value)) text += element(name, inner);
  return text;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;" };

export function escaped(text: string): string {
  return /[&<>"\r]/.test(text) ? text.replace(/[&<>"\r]/g, (character) => entities[character] as string) : text;
}
