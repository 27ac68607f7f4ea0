import { z } from "zod";
import { isForeign } from "../ec2/fields.ts";
import { takeAws } from "./aws-shapes.ts";
import { type Found, nothingFound } from "./found.ts";
import { takeKubernetes } from "./kubernetes-shapes.ts";
import { label } from "./label.ts";
import { takeLogs } from "./log-shapes.ts";

const deepest = 4;

/** What the documents of one file hold. The shape of a document decides what it is, never the name of its file. */
export function recognise(documents: readonly unknown[]): Found {
  const found = nothingFound();
  for (const document of documents) take(found, document, 0);
  return found;
}

/** Whether a file was meant for us at all. */
export function isEmpty(found: Found): boolean {
  return found.collections.size + found.unused.size + found.labels.length + found.prefixListCidrs.length === 0;
}

function take(found: Found, document: unknown, depth: number): void {
  if (Array.isArray(document)) {
    if (depth < deepest) for (const each of document) take(found, each, depth + 1);
    return;
  }
  if (!isForeign(document)) return;
  if (document.format === "trunkscope-recording") found.problems.push("a recording already: open it as it is");
  else if (document.format === "trunkscope-dump") takeLabel(found, document);
  else takeLogs(found, document) || takeKubernetes(found, document) || takeAws(found, document);
}

function takeLabel(found: Found, document: unknown): void {
  const parsed = label.safeParse(document);
  if (parsed.success) found.labels.push(parsed.data);
  else found.problems.push(`not a label of a dump: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`);
}
