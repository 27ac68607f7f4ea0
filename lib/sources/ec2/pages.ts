import { setImmediate as nextTurn } from "node:timers/promises";
import { BadAnswer } from "./failure.ts";
import type { Foreign } from "./fields.ts";

interface Page {
  readonly NextToken?: string | undefined;
}

/**
 * Every object of a paged answer. An empty page with a token is an ordinary page; a page without its list is no answer of EC2's
 * (the SDK reads a proxy's HTML page as an empty success), and so is a token that comes twice.
 */
export async function everyPage<P extends Page>(
  send: (token: string | undefined) => Promise<P>,
  listOf: (page: P) => readonly object[] | undefined,
  take: (foreign: Foreign) => void,
): Promise<void> {
  const seen = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page = await send(token);
    const list = listOf(page);
    if (list === undefined) throw new BadAnswer("an answer without its list");
    for (const foreign of list) take(foreign as Foreign);
    token = page.NextToken || undefined;
    if (token === undefined) return;
    if (seen.has(token)) throw new BadAnswer("a page token came twice");
    seen.add(token);
    await nextTurn();
  }
}
