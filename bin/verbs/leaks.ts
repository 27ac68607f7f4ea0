import { parseArgs } from "node:util";
import { answerOptions, answerOptionsHelp, printAnswers } from "../answers.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope leaks FILE [--at TIME] [--format FORMAT]

Lists the branches and trunks that no Pod owns: by class, with what they cost, and whether they may be deleted by hand.

${answerOptionsHelp}

Example: trunkscope leaks public/recordings/ironman-2022.ndjson --format json
Exit codes: 0 answered, 2 bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: answerOptions });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one recording or directory of dumps");
  return printAnswers({ questions: ["leaks"], subject: null, file, ...values });
}
