import { main } from "./main.ts";

/** A reader that left, as in `trunkscope snapshot FILE | head`, is no error. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2));
