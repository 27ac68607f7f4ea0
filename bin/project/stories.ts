/** Writes every story of the simulator to public/recordings (`npm run stories`). The same code writes the same bytes. */
import { writeFileSync } from "node:fs";
import { stories } from "../../lib/simulator/stories/stories.ts";
import { storyFile, storyText } from "./story-files.ts";

for (const [name, story] of Object.entries(stories)) {
  const text = storyText(story);
  writeFileSync(storyFile(name), text);
  console.log(`${name}: ${Math.round(text.length / 1000)} KB`);
}
