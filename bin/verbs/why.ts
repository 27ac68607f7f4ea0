import { parseArgs } from "node:util";
import type { AnswerName } from "../../lib/diagnosis/answers/answer-names.ts";
import { answerOptions, answerOptionsHelp, printAnswers } from "../answers.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope why pod NAMESPACE/NAME FILE [--at TIME] [--format FORMAT]
       trunkscope why policy NAMESPACE/NAME FILE [--at TIME] [--format FORMAT]
       trunkscope why node NAME FILE [--at TIME] [--format FORMAT]

Of a Pod: which security groups it should have, which it has and why these differ; why it is pending or creating. Of a policy: how many
of the Pods it selects it reaches, and what to restart. Of a node: whether it has a trunk, and where the way to one ends.

${answerOptionsHelp}

Example: trunkscope why pod default/aws-cli public/recordings/ironman-2022.ndjson
Exit codes: 0 answered, 2 there is nothing of that name, or bad input.
`;

const questions: Readonly<Record<string, readonly AnswerName[]>> = {
  pod: ["pod-groups", "pod-waiting"],
  policy: ["policy-reach"],
  node: ["node-trunk"],
};

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: answerOptions });
  const [kind = "", subject, file, ...more] = positionals;
  const asked = Object.hasOwn(questions, kind) ? questions[kind] : undefined;
  if (asked === undefined || subject === undefined || file === undefined || more.length > 0)
    throw new UsageError("say pod, policy or node, its name, and one recording or directory of dumps");
  return printAnswers({ questions: asked, subject, file, ...values });
}
