import { parseArgs } from "node:util";
import { answerOptions, answerOptionsHelp, printAnswers } from "../answers.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope settings FILE [--at TIME] [--format FORMAT]

Sets side by side what aws-node is told and what it runs with, and says for each enforcing mode what that means for what the cluster uses.

${answerOptionsHelp}

Example: trunkscope settings public/recordings/ironman-2022.ndjson --format json
Exit codes: 0 answered, 2 bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: answerOptions });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one recording or directory of dumps");
  return printAnswers({ questions: ["settings"], subject: null, file, ...values });
}
