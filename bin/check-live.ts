import type { Checked } from "../lib/export/check/checked.ts";
import { entries } from "../lib/recording/change.ts";
import { collections, isLive } from "../lib/recording/collections.ts";
import type { Observation } from "../lib/recording/observation.ts";
import { ignoresOf } from "../lib/server/config.ts";
import { liveFeed } from "../lib/server/feeds/live.ts";
import { loadConfig } from "../lib/server/load-config.ts";
import { liveTasks } from "../lib/server/tasks.ts";
import { systemClock } from "../lib/sources/source.ts";
import { UsageError } from "./verb.ts";

interface Options {
  readonly cluster: string;
  readonly config: string | undefined;
  readonly once: boolean;
}

/** Confirmation takes 60 s and a second reading (domain 8, suppression 1). */
const confirmedAfterMs = 75_000;
/** A source that has not answered until then is unread, and what needs it undecided. */
const patienceMs = 60_000;
const lookEveryMs = 200;

/** Watches a cluster of the configuration for as long as a verdict takes; nothing is kept. */
export async function checkLive({ cluster, config: file, once }: Options): Promise<Checked> {
  const loaded = loadConfig({ environment: process.env, directory: process.cwd(), file, flags: [] });
  if (!loaded.ok) {
    const lines = loaded.mistakes.map(({ where, message }) => `${where}: ${message}`);
    throw new UsageError(`the configuration cannot be used: ${lines.join("; ")}`);
  }
  const found = liveTasks(loaded.config, process.env);
  if (!found.ok) throw new UsageError(found.message);
  const task = found.tasks.find(({ name }) => name === cluster);
  if (task?.kind !== "live")
    throw new UsageError(`there is no cluster "${cluster}": ${found.tasks.map(({ name }) => name).join(", ")}`);

  const told = (facts: object, message: string) =>
    process.stderr.write(`trunkscope: ${message} ${JSON.stringify(facts)}\n`);
  const log = { info: () => undefined, warn: told, error: told };
  const history = { ...task.history, memoryOnly: true };
  const feed = await liveFeed({ ...task, history, ignore: ignoresOf(loaded.config) }, log, { isSingleMoment: once });
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  const startedAt = Date.now();
  let wholeAt: number | null = null;
  try {
    for (;;) {
      await Promise.race([systemClock.sleep(lookEveryMs, stop.signal), running]);
      const now = Date.now();
      if (wholeAt === null && (isWhole(feed.engine.observation) || now - startedAt > patienceMs)) wholeAt = now;
      if (wholeAt !== null && (once || now - wholeAt > confirmedAfterMs)) break;
    }
    const { cluster: name, region, at, findings, undecided } = feed.engine.snapshot();
    return { cluster: name, region, at, findings, undecided };
  } finally {
    stop.abort();
    await running;
    await feed.history.close();
  }
}

/** Whether everything that is not optional has been read, or has said why it cannot be. */
function isWhole({ items, failures }: Observation): boolean {
  return entries<(typeof collections)[keyof typeof collections]>(collections).every(
    ([name, { optional, source }]) =>
      optional || !isLive(source) || items[name] !== undefined || failures[name] !== undefined,
  );
}
