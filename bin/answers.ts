import { type Answered, answerTo } from "../lib/diagnosis/answers/answer.ts";
import { type AnswerName, answerSubjects } from "../lib/diagnosis/answers/answer-names.ts";
import { type Inquiry, inquire } from "../lib/diagnosis/answers/inquiry.ts";
import { spanOf } from "../lib/recording/recording.ts";
import { nearest } from "../lib/server/nearest.ts";
import { replay } from "../lib/snapshot/replay.ts";
import { answerLines } from "./answer-text.ts";
import { parseMoment } from "./recording-file.ts";
import { openRecordingOrDump } from "./recording-or-dump.ts";
import { UsageError } from "./verb.ts";

/** Options that every verb with answers takes. */
export const answerOptions = {
  at: { type: "string" },
  format: { type: "string", default: "text" },
} as const;

export const answerOptionsHelp = `
  FILE               a recording (NDJSON), or a directory of dumps; - reads a recording from standard input
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --format FORMAT    text (default) or json (docs/api.md)`.slice(1);

interface Asked {
  readonly questions: readonly AnswerName[];
  readonly subject: string | null;
  readonly file: string;
  readonly at?: string | undefined;
  readonly format: string;
}

/** Asks a recording and prints what it answers. Throws `UsageError` for what is not there. */
export async function printAnswers({ questions, subject, file, at: said, format }: Asked): Promise<number> {
  if (format !== "text" && format !== "json") throw new UsageError(`there is no format "${format}": text or json`);
  const recording = await openRecordingOrDump(file);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${file}: the recording is empty`);
  const at = said === undefined ? span.to : parseMoment(said);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  const inquiry = inquire(replay(recording, at));
  const { cluster, region } = recording.header;
  const answers = questions.map((what) =>
    answerTo(inquiry, { what, subject, about: { cluster, region: region ?? null } }),
  );
  const [first] = answers;
  if (first?.answer === null) throw new UsageError(missing(inquiry, first));
  const text =
    format === "json"
      ? JSON.stringify({ version: 1, answers }, null, 2)
      : answers.flatMap((one) => answerLines(one)).join("\n");
  await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
  return 0;
}

function missing(inquiry: Inquiry, { what, subject }: Answered): string {
  const kind = answerSubjects[what];
  if (subject === null || kind === null || kind === "holder") return `${subject} is neither sg-… nor subnet-…`;
  const close = nearest(subject, namesOf[kind](inquiry));
  return `there is no ${kind} ${subject} at this moment.${close ? ` Did you mean ${close}?` : ""}`;
}

const namesOf = {
  pod: ({ world }: Inquiry) => [...world.items("pods").keys()],
  policy: ({ world }: Inquiry) => [...world.items("securityGroupPolicies").keys()],
  node: ({ hosts }: Inquiry) => [...hosts.values()].flatMap(({ instance }) => instance?.nodeName ?? []),
} as const;
