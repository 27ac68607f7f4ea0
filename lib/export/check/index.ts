import type { CheckFormat } from "./checked.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

/** Every way to write the outcome of a check, by the name it is asked for. */
export const checkFormats: Readonly<Record<string, CheckFormat>> = { text, json, junit, sarif, markdown };
