import type { Finding } from "../../diagnosis/finding.ts";
import { countOf, isoOf, visible } from "../text.ts";
import { type Checked, type CheckFormat, confidenceWords, reasonOf, sentencesOf } from "./checked.ts";

const mostSubjects = 10;

/** For a terminal: the worst first, each with what to do. */
export const text: CheckFormat = {
  write(checked) {
    const { cluster, region, at, findings, undecided } = checked;
    const known = findings.filter(({ ignored }) => ignored === undefined);
    const lines = [
      `${visible(cluster)}${region === null ? "" : `, ${visible(region)}`}, at ${isoOf(at)}`,
      "",
      ...findings.flatMap((finding) => [...linesOf(finding, checked), ""]),
      ...(undecided.length > 0 ? ["Not decided:", ...undecided.map(undecidedLine), ""] : []),
      `${countOf(known.length, "finding")}, ${findings.length - known.length} ignored, ${undecided.length} not decided`,
    ];
    return `${lines.join("\n")}\n`;
  },
};

function* linesOf(finding: Finding, checked: Checked): Iterable<string> {
  const { severity, code, rule, confidence, since, subjects, follows, ignored } = finding;
  const { title, message, remedy, commands, verify } = sentencesOf(finding, checked);
  yield `${severity.toUpperCase()}  ${code}  ${title}  (${rule}, ${confidenceWords[confidence]})`;
  yield `  ${visible(message)}`;
  yield `  since    ${since === null ? "age unknown" : `${since.exact ? "" : "at the latest "}${isoOf(since.at)}`}`;
  yield `  about    ${subjects.slice(0, mostSubjects).map(visible).join(", ")}${more(subjects.length)}`;
  if (ignored)
    yield `  ignored  ${visible(ignored.reason)}${ignored.until === null ? "" : ` (until ${isoOf(ignored.until)})`}`;
  if (remedy !== "") yield `  to do    ${visible(remedy)}`;
  for (const command of commands) yield `           $ ${visible(command)}`;
  for (const command of verify) yield `  look     $ ${visible(command)}`;
  for (const follower of follows) {
    yield `  so that  ${follower.code} ${visible(sentencesOf(follower, checked).message)}`;
  }
}

function more(count: number): string {
  return count > mostSubjects ? ` and ${count - mostSubjects} more` : "";
}

function undecidedLine(one: Checked["undecided"][number]): string {
  return `  ${one.code}  ${one.rule}: ${visible(reasonOf(one))}`;
}
