import { z } from "zod";

/**
 * A file that says of a dump what its output cannot: `{"format": "trunkscope-dump", ...}`. `at` is an ISO 8601 text;
 * `filled` names values that somebody filled in, as in a recording's header.
 */
export const label = z.object({
  format: z.literal("trunkscope-dump"),
  cluster: z.string().min(1).exactOptional(),
  region: z.string().min(1).exactOptional(),
  about: z.string().exactOptional(),
  at: z.iso.datetime({ offset: true }).exactOptional(),
  filled: z.record(z.string(), z.string()).exactOptional(),
});

export type Label = z.infer<typeof label>;
