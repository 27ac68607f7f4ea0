import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeRecording } from "../../lib/recording/ndjson.ts";
import { record } from "../../lib/simulator/record.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import type { Story } from "../../lib/simulator/stories/story.ts";

/** Recordings that anyone may fetch. */
export const recordingsFolder = fileURLToPath(new URL("../../public/recordings/", import.meta.url));

/** The pages of the checks, and the page about the recordings. */
export const checkPages = fileURLToPath(new URL("../../docs/checks/", import.meta.url));
export const recordingsPageFile = fileURLToPath(new URL("../../docs/recordings.md", import.meta.url));

/** Where a story's recording is kept. */
export function storyFile(name: string): string {
  return `${recordingsFolder}${name}.ndjson`;
}

/** A story as it is kept, or made where it is not. */
export function keptStory(name: string, story: Story): string {
  return story.isMadeWhenWanted ? storyText(story) : readFileSync(storyFile(name), "utf8");
}

/** A story as NDJSON. */
export function storyText({ scenario, minutes, everySeconds }: Story): string {
  const until = scenario.start + minutes * 60_000;
  return writeRecording(record(simulate(scenario), { until, everyMs: everySeconds * 1000 }));
}
