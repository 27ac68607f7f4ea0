import { z } from "zod";
import { type CollectionName, collectionNames, collections, type Item } from "../../recording/collections.ts";
import type { Observation } from "../../recording/observation.ts";
import { same } from "../../recording/same.ts";
import type { DumpFile } from "./files.ts";
import type { Found } from "./found.ts";
import { inlineRules } from "./inline-rules.ts";
import { type Note, note, someOf } from "./notes.ts";

export interface Read {
  readonly file: DumpFile;
  readonly found: Found;
}

type Gathered = Map<CollectionName, Map<string, Item>>;

/** What the files of one moment say together, given oldest first: where two speak of one thing, the later one counts. */
export function gather(
  reads: readonly Read[],
  at: number,
): { readonly observation: Observation; readonly notes: Note[] } {
  const notes: Note[] = [];
  const gathered: Gathered = new Map();
  const saidBy = new Map<string, string>();
  const differing = new Map<string, string[]>();
  const unfit: string[] = [];
  for (const { file, found } of reads) {
    for (const collection of found.collections) if (!gathered.has(collection)) gathered.set(collection, new Map());
    for (const { collection, id, item } of found.facts) {
      const fit = fitted(collection, item);
      if (typeof fit === "string") {
        unfit.push(`${collection}/${id} (${fit})`);
        continue;
      }
      const items = gathered.get(collection) ?? new Map<string, Item>();
      const path = `${collection}/${id}`;
      const known = items.get(id);
      if (known !== undefined && !same(known, fit)) {
        const pair = `${saidBy.get(path)} and ${file.name}`;
        differing.set(pair, [...(differing.get(pair) ?? []), path]);
      }
      saidBy.set(path, file.name);
      items.set(id, fit);
    }
  }
  for (const [pair, paths] of differing) {
    notes.push(note("warning", `${someOf(paths)} differ between ${pair}: the later file counts`));
  }
  if (unfit.length > 0) notes.push(note("broken", `left out, of the wrong shape: ${someOf(unfit)}`));
  addInlineRules(gathered, reads);
  notes.push(...addPrefixListCidrs(gathered, reads), ...dropPlaceholderAccounts(gathered));
  return { observation: observationOf(gathered, at), notes };
}

/** In the order of the table and of the ids, so that the times and names of files leave no trace. */
function observationOf(gathered: Gathered, at: number): Observation {
  const read = collectionNames.filter((collection) => gathered.has(collection));
  const sorted = (items: Iterable<[string, Item]>) => new Map([...items].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    at,
    items: Object.fromEntries(read.map((collection) => [collection, sorted(gathered.get(collection) ?? [])])),
    failures: {},
    readAt: Object.fromEntries(read.map((collection) => [collection, at])),
  };
}

function fitted(collection: CollectionName, item: Item): Item | string {
  const result = collections[collection].schema.safeParse(item);
  return result.success ? result.data : z.prettifyError(result.error).replaceAll("\n", " ");
}

/** Rules printed inside of groups stand in for those that describe-security-group-rules would list. */
function addInlineRules(gathered: Gathered, reads: readonly Read[]): void {
  const listed = gathered.get("securityGroupRules") ?? new Map<string, Item>();
  const groupsListed = new Set([...listed.values()].map((rule) => (rule as Item<"securityGroupRules">).groupId));
  const byGroup = new Map<string, Item<"securityGroupRules">[]>();
  for (const { found } of reads) {
    for (const group of found.groupsWithRules) {
      const rules = inlineRules(group);
      if (rules) byGroup.set(String(group.GroupId), rules);
    }
  }
  if (gathered.has("securityGroupRules") || byGroup.size > 0) {
    markUnread(gathered, (groupId) => groupsListed.has(groupId) || byGroup.has(groupId));
  }
  for (const [groupId, rules] of byGroup) {
    gathered.set("securityGroupRules", listed);
    if (!groupsListed.has(groupId)) for (const rule of rules) listed.set(rule.id, rule);
  }
}

/** A group of which no rule was printed anywhere is not one without rules. */
function markUnread(gathered: Gathered, hasRules: (groupId: string) => boolean): void {
  const groups = gathered.get("securityGroups");
  for (const [id, group] of groups ?? []) {
    if (!hasRules(id)) groups?.set(id, { ...group, rulesUnread: true } as Item);
  }
}

/** Entries do not say their list: the name of their file may, or there is only one list. */
function addPrefixListCidrs(gathered: Gathered, reads: readonly Read[]): Note[] {
  const lists = gathered.get("prefixLists") as Map<string, Item<"prefixLists">> | undefined;
  const notes: Note[] = [];
  for (const { file, found } of reads) {
    for (const cidrs of found.prefixListCidrs) {
      const id = /\bpl-[0-9a-f]+/.exec(file.name)?.[0] ?? (lists?.size === 1 ? [...lists.keys()][0] : undefined);
      const list = id === undefined ? undefined : lists?.get(id);
      if (list) lists?.set(list.id, { ...list, cidrs });
      else
        notes.push(
          note(
            "skipped",
            "entries of a prefix list that nothing names: put its pl- id into the file's name",
            file.name,
          ),
        );
    }
  }
  return notes;
}

/** Twelve equal digits are what people write over an account id that they do not want to show. */
function dropPlaceholderAccounts(gathered: Gathered): Note[] {
  const placeholders = new Set<string>();
  for (const items of gathered.values()) {
    for (const [id, item] of items) {
      if (!("ownerId" in item) || !/^(\d)\1{11}$/.test(String(item.ownerId))) continue;
      const { ownerId, ...rest } = item;
      placeholders.add(String(ownerId));
      items.set(id, rest as Item);
    }
  }
  return [...placeholders].map((id) => note("warning", `account ${id} looks like a redaction and is left out`));
}
