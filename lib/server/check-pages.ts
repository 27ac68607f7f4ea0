import { readFile } from "node:fs/promises";
import { join } from "node:path";

const pages = join(import.meta.dirname, "../../docs/checks");
const code = /^SGP-\d{3}$/;

/** The page of a check, in Markdown; `null`: there is no such check. Only codes are looked up, so no request can spell a path. */
export async function checkPage(named: string): Promise<string | null> {
  if (!code.test(named)) return null;
  try {
    return await readFile(join(pages, `${named}.md`), "utf8");
  } catch {
    return null;
  }
}
