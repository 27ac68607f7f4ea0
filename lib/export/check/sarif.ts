import type { Severity } from "../../diagnosis/finding.ts";
import { type CheckFormat, sentencesOf, titleOf } from "./checked.ts";

/** For code scanning: SARIF 2.1.0. A cluster has no files, so results name logical locations. */
export const sarif: CheckFormat = {
  write(checked) {
    const rules = new Map(
      [...checked.findings, ...checked.undecided].map(({ rule, code, severity }) => [
        code,
        {
          id: code,
          name: rule,
          shortDescription: { text: titleOf(rule) },
          defaultConfiguration: { level: levels[severity] },
          properties: { severity },
        },
      ]),
    );
    const log = {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "Trunkscope", rules: [...rules.values()] } },
          invocations: [
            {
              executionSuccessful: true,
              endTimeUtc: new Date(checked.at).toISOString(),
              toolExecutionNotifications: checked.undecided.map(({ code, rule }) => ({
                level: "warning",
                descriptor: { id: code },
                message: { text: `${rule} cannot be decided.` },
              })),
            },
          ],
          results: checked.findings.map((finding) => {
            const { message, remedy } = sentencesOf(finding, checked);
            return {
              ruleId: finding.code,
              level: levels[finding.severity],
              message: { text: [message, remedy].filter(Boolean).join(" ") },
              partialFingerprints: { finding: finding.id },
              locations: finding.subjects.slice(0, 1000).map((subject) => ({
                logicalLocations: [
                  { name: subject, fullyQualifiedName: `${checked.cluster}/${subject}`, kind: "resource" },
                ],
              })),
              ...(finding.ignored && {
                suppressions: [{ kind: "external", justification: finding.ignored.reason }],
              }),
              properties: { severity: finding.severity, confidence: finding.confidence },
            };
          }),
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};
