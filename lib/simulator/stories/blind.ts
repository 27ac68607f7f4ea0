import { based, from, type Stories } from "./story.ts";

/** The observer may not look any more. */
export const blind: Stories = {
  "ec2-unreadable": {
    scenario: based(
      "ec2-unreadable",
      "the role that watches may no longer read EC2, after a policy was edited.",
      () => ({
        faults: [
          from(1, { name: "policy-edited", target: "shop/web", groups: ["jobs"] }),
          from(4, {
            name: "blind",
            target: "ec2",
            code: "UnauthorizedOperation",
            message: "You are not authorized to perform this operation.",
          }),
        ],
      }),
    ),
    minutes: 7,
    everySeconds: 30,
    codes: [],
    info: ["SGP-006"],
    undecided:
      "SGP-001 SGP-002 SGP-003 SGP-004 SGP-005 SGP-007 SGP-009 SGP-010 SGP-014 SGP-015 SGP-016 SGP-021 SGP-022 SGP-028 SGP-029 SGP-030 SGP-032 SGP-034 SGP-037 SGP-042 SGP-050 SGP-051 SGP-062 SGP-063 SGP-066 SGP-067 SGP-080 SGP-083 SGP-084 SGP-088 SGP-092 SGP-093 SGP-094 SGP-095 SGP-096 SGP-097 SGP-098".split(
        " ",
      ),
  },
  "kubernetes-unreadable": {
    scenario: based(
      "kubernetes-unreadable",
      "the token that watches is no longer accepted by the API server, after a policy was edited.",
      () => ({
        faults: [
          from(1, { name: "policy-edited", target: "shop/web", groups: ["jobs"] }),
          from(4, { name: "blind", target: "kubernetes", code: "Unauthorized", message: "Unauthorized" }),
        ],
      }),
    ),
    minutes: 7,
    everySeconds: 30,
    codes: [],
    undecided:
      "SGP-001 SGP-002 SGP-003 SGP-005 SGP-006 SGP-007 SGP-008 SGP-009 SGP-010 SGP-011 SGP-012 SGP-013 SGP-020 SGP-021 SGP-022 SGP-023 SGP-024 SGP-025 SGP-026 SGP-027 SGP-028 SGP-029 SGP-030 SGP-031 SGP-032 SGP-033 SGP-034 SGP-035 SGP-036 SGP-037 SGP-040 SGP-041 SGP-042 SGP-043 SGP-044 SGP-045 SGP-046 SGP-047 SGP-048 SGP-049 SGP-050 SGP-052 SGP-053 SGP-060 SGP-061 SGP-062 SGP-063 SGP-064 SGP-065 SGP-066 SGP-067 SGP-068 SGP-069 SGP-070 SGP-071 SGP-072 SGP-073 SGP-074 SGP-075 SGP-076 SGP-077 SGP-078 SGP-080 SGP-081 SGP-082 SGP-083 SGP-084 SGP-085 SGP-086 SGP-087 SGP-088 SGP-089 SGP-090 SGP-091 SGP-092 SGP-093 SGP-097 SGP-098".split(
        " ",
      ),
  },
};
