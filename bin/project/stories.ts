/**
 * Writes the stories of the simulator to public/recordings, and what the documentation says of them (`npm run stories`); with `--all` also
 * those that are too large to be kept there. The same code writes the same bytes.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stories } from "../../lib/simulator/stories/stories.ts";
import { recordingsPage, withStories } from "./story-docs.ts";
import { checkPages, recordingsPageFile, storyFile, storyText } from "./story-files.ts";

for (const [name, story] of Object.entries(stories)) {
  if (story.isMadeWhenWanted && !process.argv.includes("--all")) continue;
  const text = storyText(story);
  writeFileSync(storyFile(name), text);
  console.log(`${name}: ${Math.round(text.length / 1000)} KB`);
}
writeFileSync(recordingsPageFile, recordingsPage());
for (const file of readdirSync(checkPages)) {
  const page = readFileSync(`${checkPages}${file}`, "utf8");
  writeFileSync(`${checkPages}${file}`, withStories(page, file.replace(/\.md$/, "")));
}
