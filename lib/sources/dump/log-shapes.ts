import { type Foreign, isForeign, listOf, textOf } from "../ec2/fields.ts";
import { takeAudit } from "./audit-shapes.ts";
import { countUnused, type Found } from "./found.ts";
import { takeTrail } from "./trail-shapes.ts";

const mostLines = 200_000;

/**
 * Takes log lines: of the Kubernetes audit log and of CloudTrail, as their files hold them or as CloudWatch exports them
 * (Logs Insights, `get-query-results`, `filter-log-events`). `false` when it is none of these.
 */
export function takeLogs(found: Found, foreign: Foreign): boolean {
  if (takeAudit(found, foreign) || takeTrail(found, foreign)) return true;
  const messages = messagesIn(foreign);
  if (messages === null) return false;
  if (messages.length > mostLines)
    found.warnings.push(`more than ${mostLines} log lines: the rest is left out, ask for less at once`);
  for (const message of messages.slice(0, mostLines)) takeMessage(found, message);
  return true;
}

function takeMessage(found: Found, message: unknown): void {
  const line = typeof message === "string" ? parsed(message) : message;
  if (!isForeign(line) || !(takeAudit(found, line) || takeTrail(found, line))) countUnused(found, "other log lines");
}

function messagesIn(foreign: Foreign): readonly unknown[] | null {
  if ("@message" in foreign) return [foreign["@message"]];
  const results = Array.isArray(foreign.results) ? foreign.results : [];
  const rows = results.flatMap((row) => listOf(row)?.find(({ field }) => field === "@message")?.value ?? []);
  if (rows.length > 0) return rows;
  const events = listOf(foreign.events)?.filter(({ message }) => textOf(message) !== undefined) ?? [];
  return events.length > 0 ? events.map(({ message }) => message) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
