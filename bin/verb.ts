/** One verb of the command line: the line in the overview, and how to get the rest when it is asked for. */
export type Verb = { readonly summary: string; readonly load: () => Promise<LoadedVerb> };

/** What a file of `bin/verbs` exports. */
export type LoadedVerb = {
  /** Shown by `trunkscope VERB --help`: a usage line, the options, an example. */
  readonly help: string;
  /** Yields the exit code: 0 done, 1 it failed or found something, 2 bad input. Throws `UsageError` for a wrong command line. */
  readonly run: (args: readonly string[]) => Promise<number>;
};

/** The command line or its input is wrong: one line for the user, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
