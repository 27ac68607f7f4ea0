import { parseArgs } from "node:util";
import { answerOptions, answerOptionsHelp, printAnswers } from "../answers.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope who holds sg-…|subnet-… FILE [--at TIME] [--format FORMAT]

Names the interfaces, rules, policies and ENIConfigs that keep a security group or subnet from being deleted, and the order in which to
let go. It deletes nothing. Interfaces of load balancers, databases and the like are not read from a live cluster.

${answerOptionsHelp}

Example: trunkscope who holds sg-079157a483bcb371f public/recordings/ironman-2022.ndjson
Exit codes: 0 answered, 2 bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: answerOptions });
  const [verb, subject, file, ...more] = positionals;
  if (verb !== "holds" || subject === undefined || file === undefined || more.length > 0)
    throw new UsageError("say holds, sg-… or subnet-…, and one recording or directory of dumps");
  return printAnswers({ questions: ["holders"], subject, file, ...values });
}
