/** What each question is about; `null`: the cluster as a whole. */
export const answerSubjects = {
  "pod-groups": "pod",
  "pod-waiting": "pod",
  "policy-reach": "policy",
  "node-trunk": "node",
  holders: "holder",
  leaks: null,
  settings: null,
} as const;

export type AnswerName = keyof typeof answerSubjects;

export const answerNames = Object.keys(answerSubjects) as readonly AnswerName[];
