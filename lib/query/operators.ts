/** Longest first, so that `<=` is not read as `<`. */
export const operators = ["!=", "<=", ">=", ":", "=", "<", ">"] as const;
export type Operator = (typeof operators)[number];
