import { type Log, TroubleError } from "../hub.ts";
import type { Task } from "../protocol.ts";
import type { Feed } from "./feed.ts";

/** The feed of a task. Throws `TroubleError` where trying again would not help. Each kind loads only what it needs. */
export async function openFeed(task: Task, log: Log): Promise<Feed> {
  try {
    switch (task.kind) {
      case "live":
        return await (await import("./live.ts")).liveFeed(task, log);
      case "recording":
        return await (await import("./recorded.ts")).recordedFeed(task, log);
      case "simulated":
        return await (await import("./simulated.ts")).simulatedFeed(task);
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "HistoryInUseError") throw error;
    throw new TroubleError({ code: "store-in-use", message: error.message });
  }
}
