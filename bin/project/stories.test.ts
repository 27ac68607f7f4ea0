import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { rules } from "../../lib/diagnosis/register.ts";
import { readRecording } from "../../lib/recording/ndjson.ts";
import { spanOf } from "../../lib/recording/recording.ts";
import { stories } from "../../lib/simulator/stories/stories.ts";
import { snapshotAt } from "../../lib/snapshot/replay.ts";
import { recordingsPage, withStories } from "./story-docs.ts";
import { checkPages, keptStory, recordingsFolder, recordingsPageFile, storyFile, storyText } from "./story-files.ts";

const names = Object.keys(stories);
const kept = names.filter((name) => !stories[name]?.isMadeWhenWanted);
const largest = 300_000;

function endOf(text: string) {
  const { recording } = readRecording(text);
  if (recording === null) throw new Error("a recording cannot be read");
  return snapshotAt(recording, spanOf(recording)?.to ?? 0);
}

function withFollows(finding: Finding): readonly Finding[] {
  return [finding, ...finding.follows.flatMap(withFollows)];
}

const sorted = (codes: readonly string[]) => [...new Set(codes)].sort();

describe("a recording of public/recordings", () => {
  test.each(kept)("%s is what `npm run stories` writes", (name) => {
    const text = storyText(stories[name] as (typeof stories)[string]);
    expect(readFileSync(storyFile(name), "utf8") === text).toBe(true);
    expect(text.length).toBeLessThan(largest);
  });

  test.each(names)("%s ends with exactly the findings of its causes", (name) => {
    const { findings, undecided } = endOf(keptStory(name, stories[name] as (typeof stories)[string]));
    const told = (isInfo: boolean) =>
      sorted(
        findings
          .filter(({ severity }) => (severity === "info") === isInfo)
          .flatMap(withFollows)
          .map(({ code }) => code),
      );
    const { codes = [], info = [], undecided: unknown = [] } = stories[name] ?? {};
    expect({ codes: told(false), info: told(true), undecided: sorted(undecided.map(({ code }) => code)) }).toEqual({
      codes: sorted(codes),
      info: sorted(info),
      undecided: sorted(unknown),
    });
  });

  test("makes each rule speak: one that never spoke is not done", () => {
    const others = readdirSync(recordingsFolder).filter((file) => stories[file.replace(/\.ndjson$/, "")] === undefined);
    const texts = [
      ...Object.entries(stories).map(([name, story]) => keptStory(name, story)),
      ...others.map((file) => readFileSync(`${recordingsFolder}${file}`, "utf8")),
    ];
    const spoken = new Set(
      texts.flatMap((text) =>
        endOf(text)
          .findings.flatMap(withFollows)
          .map(({ rule }) => rule),
      ),
    );
    expect(rules.map(({ id }) => id).filter((id) => !spoken.has(id))).toEqual([]);
  });

  test("says in one sentence what happens in it, under its own name", () => {
    for (const [name, { scenario }] of Object.entries(stories)) {
      expect(scenario.cluster).toBe(name);
      expect(scenario.about).toMatch(/^Invented: .+\.$/);
    }
  });

  test("is in docs/recordings.md, and in the last line of the page of each check that it shows", () => {
    expect(readFileSync(recordingsPageFile, "utf8") === recordingsPage()).toBe(true);
    for (const code of new Set(rules.map((rule) => rule.code))) {
      const page = readFileSync(`${checkPages}${code}.md`, "utf8");
      expect(page.trimEnd().split("\n").at(-1)).toMatch(/^To see it: `/);
      expect({ code, isNew: withStories(page, code) === page }).toEqual({ code, isNew: true });
    }
  });
});
