import { escapeMarkdown } from "../markdown.ts";
import { isoOf } from "../text.ts";
import { type CheckFormat, reasonOf, sentencesOf, titleOf } from "./checked.ts";

const mostSubjects = 30;

/** For a ticket or a pull request, in GitHub's Markdown. */
export const markdown: CheckFormat = {
  write(checked) {
    const { cluster, region, at, findings, undecided } = checked;
    const blocks = [
      `# ${escapeMarkdown(`${cluster}${region === null ? "" : `, ${region}`}`)}`,
      escapeMarkdown(`Checked as of ${isoOf(at)}.`),
      ...(findings.length === 0 ? ["Nothing was found."] : []),
      ...findings.flatMap((finding) => {
        const { title, message, remedy, commands } = sentencesOf(finding, checked);
        const { severity, code, subjects, ignored, follows } = finding;
        const more = subjects.length - mostSubjects;
        return [
          `## ${escapeMarkdown(`${severity}: ${title} (${code})`)}`,
          escapeMarkdown(message),
          ...(ignored ? [escapeMarkdown(`Ignored: ${ignored.reason}`)] : []),
          [
            ...subjects.slice(0, mostSubjects).map((subject) => `- ${escapeMarkdown(subject)}`),
            ...(more > 0 ? [`- and ${more} more`] : []),
          ].join("\n"),
          ...(remedy === "" ? [] : [escapeMarkdown(remedy)]),
          ...commands.map((command) => codeBlock(command)),
          ...follows.map((follower) =>
            escapeMarkdown(`What follows, ${follower.code}: ${sentencesOf(follower, checked).message}`),
          ),
        ];
      }),
      ...(undecided.length === 0
        ? []
        : [
            "## Not decided",
            undecided
              .map((one) => `- ${escapeMarkdown(`${one.code} ${titleOf(one.rule)}: ${reasonOf(one)}`)}`)
              .join("\n"),
          ]),
      "Written by Trunkscope.",
    ];
    return `${blocks.join("\n\n")}\n`;
  },
};

/** Indented, so that no character in it can end the block. */
function codeBlock(command: string): string {
  return command
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
