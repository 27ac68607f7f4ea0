import { z } from "zod";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import { kindNames } from "./names.ts";

const kinds = Object.keys(kindNames) as ResourceKind[];

/**
 * A link that an operator defines, such as `https://grafana.example/d/pod?var-ns={namespace}&var-pod={name}`.
 * http and https only; placeholders stand after the host, so that no cluster decides where a link leads.
 */
export const linkTemplate = z.strictObject({
  label: z.string().min(1).max(80),
  url: z.string().max(2_000).superRefine(checkUrl),
  /** Kinds of resources that get it; all that fill every placeholder when missing. */
  kinds: z.array(z.enum(kinds)).min(1).exactOptional(),
});
export type LinkTemplate = z.infer<typeof linkTemplate>;

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** What links are made of besides the resource. */
export interface LinkContext {
  readonly cluster: string;
  readonly region: string | null;
  /** The moment shown, epoch milliseconds. */
  readonly at: number;
}

/** The links of a resource: those for its kind whose every placeholder has a value. */
export function linksOf(templates: readonly LinkTemplate[], resource: Resource, context: LinkContext): Link[] {
  return templates.flatMap(({ label, url, kinds: only }) => {
    if (only && !only.includes(resource.kind)) return [];
    const filled = fill(url, resource, context);
    return filled === null ? [] : [{ label, url: filled }];
  });
}

type Value = string | number | null | undefined;

const placeholders: Readonly<Record<string, (resource: Resource, context: LinkContext) => Value>> = {
  cluster: (_, { cluster }) => cluster,
  region: (_, { region }) => region,
  at: (_, { at }) => at,
  kind: ({ kind }) => kind,
  id: ({ id }) => id,
  namespace: field("namespace"),
  name: field("name"),
  node: field("nodeName"),
  instance: (one) => (one.kind === "instance" ? one.id : field("instanceId")(one)),
  trunk: (one) => (one.kind === "trunk" ? one.id : field("trunkId")(one)),
  branch: (one) => (one.kind === "branch" ? one.id : one.kind === "pod" ? one.branchIds[0] : undefined),
  ip: field("ip"),
  mac: field("mac"),
  vlan: field("vlan"),
  zone: field("zone"),
  type: field("instanceType"),
  subnet: field("subnetId"),
  vpc: field("vpcId"),
};

function field(name: string): (resource: Resource) => Value {
  return (resource) => (name in resource ? (resource as unknown as Readonly<Record<string, Value>>)[name] : undefined);
}

const placeholder = /\{([^{}]*)\}/g;

/** `null` when a value is missing, or would climb out of its place in the path. */
function fill(url: string, resource: Resource, context: LinkContext): string | null {
  let complete = true;
  const filled = url.replace(placeholder, (_, name: string) => {
    const value = Object.hasOwn(placeholders, name) ? placeholders[name]?.(resource, context) : undefined;
    if (value === undefined || value === null || /^\.{0,2}$/.test(String(value))) complete = false;
    return encode(String(value ?? ""));
  });
  return complete ? filled : null;
}

function encode(text: string): string {
  const inHex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, inHex);
}

function checkUrl(url: string, context: z.RefinementCtx<string>): void {
  const problem = problemOf(url);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
}

function problemOf(url: string): string | null {
  if (!/^https?:\/\//.test(url)) return "a link begins with https:// or http://";
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(url)) return "a link has no spaces, control characters or backslashes";
  const [host = ""] = url.replace(/^https?:\/\//, "").split(/[/?#]/);
  if (/[{}]/.test(host)) return "placeholders stand after the host, not in it";
  if (host.includes("@")) return "a link carries no user name or password";
  const unknown = [...url.matchAll(placeholder)].map(([, name = ""]) => name).find((name) => !isPlaceholder(name));
  if (unknown !== undefined) {
    return `there is no placeholder {${unknown}}; there are ${Object.keys(placeholders).join(", ")}`;
  }
  if (/[{}]/.test(url.replace(placeholder, ""))) return "a brace without its partner";
  return URL.canParse(url.replace(placeholder, "x")) ? null : "this is no URL";
}

function isPlaceholder(name: string): boolean {
  return Object.hasOwn(placeholders, name);
}
