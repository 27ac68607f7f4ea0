import type { FactsOf } from "../../rule.ts";
import type { Words } from "../words.ts";

/** What a rule's words have in common in every language: commands. */
export type Steps<R> = Pick<Words<FactsOf<R>>, "commands" | "verify">;
