type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the keys whose value is `undefined`: unknown is a missing key. */
export function defined<T extends object>(facts: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const key in facts) if (facts[key] !== undefined) kept[key] = facts[key];
  return kept as Defined<T>;
}
