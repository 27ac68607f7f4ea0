import { isoOf } from "../text.ts";
import { attributes, escapeXml } from "../xml.ts";
import { type Checked, type CheckFormat, failing, reasonOf, sentencesOf, titleOf } from "./checked.ts";

/** For CI servers: one case per check that spoke or could not be decided. */
export const junit: CheckFormat = {
  write(checked, failOn) {
    const failed = new Set(failing(checked, failOn));
    const cases = [
      ...checked.findings.map((finding) => {
        const { title, message, remedy } = sentencesOf(finding, checked);
        const body = `${finding.severity}: ${message}\n${remedy}\n${finding.subjects.join("\n")}`;
        const tag = failed.has(finding)
          ? `<failure${attributes({ message, type: finding.severity })}>${escapeLines(body)}</failure>`
          : `<system-out>${escapeLines(body)}</system-out>`;
        return caseOf(`${finding.code} ${title}: ${finding.id}`, finding.code, tag);
      }),
      ...checked.undecided.map((one) =>
        caseOf(`${one.code} ${titleOf(one.rule)}`, one.code, `<skipped${attributes({ message: reasonOf(one) })}/>`),
      ),
    ];
    const counts = {
      name: `Trunkscope: ${checked.cluster}`,
      timestamp: isoOf(checked.at),
      tests: cases.length,
      failures: failed.size,
      skipped: checked.undecided.length,
    };
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${attributes({ tests: cases.length, failures: failed.size, skipped: checked.undecided.length })}>`,
      `  <testsuite${attributes(counts)}>`,
      ...cases,
      "  </testsuite>",
      "</testsuites>",
      "",
    ].join("\n");
  },
};

function caseOf(name: string, code: Checked["findings"][number]["code"], body: string): string {
  return `    <testcase${attributes({ name, classname: code })}>${body}</testcase>`;
}

function escapeLines(text: string): string {
  return text.split("\n").map(escapeXml).join("\n");
}
