import { HistoryInUseError } from "../../history/history-trouble.ts";
import { type Log, TroubleError } from "../hub.ts";
import type { Task } from "../protocol.ts";
import type { Feed } from "./feed.ts";
import { liveFeed } from "./live.ts";
import { recordedFeed } from "./recorded.ts";
import { simulatedFeed } from "./simulated.ts";

/** The feed of a task. Throws `TroubleError` where trying again would not help. */
export async function openFeed(task: Task, log: Log): Promise<Feed> {
  try {
    switch (task.kind) {
      case "live":
        return await liveFeed(task, log);
      case "recording":
        return await recordedFeed(task, log);
      case "simulated":
        return await simulatedFeed(task);
    }
  } catch (error) {
    if (error instanceof HistoryInUseError) throw new TroubleError({ code: "store-in-use", message: error.message });
    throw error;
  }
}
