import { stories } from "../../lib/simulator/stories/stories.ts";

/** Sections of docs/recordings.md, and what can be read off the stories themselves. */
const intro = `# Recordings

Each file of \`public/recordings\` shows what one cause leads to, made by the simulator from that cause and a seed. All but \`ironman-2022\` are
invented. Open one from the list of clusters on the page, or look at it on the command line:

\`\`\`
bin/trunkscope check public/recordings/trunk-full.ndjson
\`\`\`

\`npm run stories\` writes the files, this page, and the last line of the pages in \`docs/checks\` anew.

| recording | what happens | checks that speak at its end |
|---|---|---|
`;

/** docs/recordings.md: a line for each story. */
export function recordingsPage(): string {
  const lines = Object.entries(stories).map(([name, { scenario, codes, info = [], isMadeWhenWanted }]) => {
    const links = [...codes, ...info].sort().map((code) => `[${code}](checks/${code}.md)`);
    const title = `\`${name}\`${isMadeWhenWanted ? " (made by `npm run stories -- --all`)" : ""}`;
    return `| ${title} | ${sentenceOf(scenario.about)} | ${links.join(", ") || "none: most are undecided"} |\n`;
  });
  return intro + lines.join("");
}

const seenIn = "To see it: ";

/** The page of a check with its last line, which names the recordings that show it, at most three; as it is when none does. */
export function withStories(page: string, code: string): string {
  const shown = Object.entries(stories)
    .filter(([, { codes, info = [] }]) => [...codes, ...info].includes(code))
    .sort(([, a], [, b]) => a.codes.length - b.codes.length)
    .slice(0, 3)
    .map(([name]) => `\`${name}\``);
  const kept = page
    .split("\n")
    .filter((line) => !line.startsWith(seenIn))
    .join("\n")
    .trimEnd();
  if (shown.length === 0) return `${kept}\n`;
  return `${kept}\n\n${seenIn}${shown.join(", ")} ([recordings](../recordings.md)).\n`;
}

/** Without "Invented:", and beginning like a sentence. */
function sentenceOf(about: string): string {
  const text = about.replace(/^Invented: /, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
