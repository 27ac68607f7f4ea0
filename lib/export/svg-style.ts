import type { Theme } from "./export.ts";

/** Two sets of colours, each for itself; hues 0-11 are those of security groups. */
const light = {
  canvas: "#f6f7f8",
  surface: "#ffffff",
  line: "#d2d5dc",
  text: "#14161a",
  muted: "#545a66",
  faint: "#696f7c",
  accent: "#3451d6",
  good: "#17784a",
  wait: "#8a5300",
  bad: "#bb2233",
  cool: "#8fa3bb",
  ink: "#ffffff",
  pip: "#c3c8d0",
  hues: [
    "#2f63c8",
    "#b35a12",
    "#117a6a",
    "#a03a8e",
    "#66760d",
    "#5848cb",
    "#bb3630",
    "#1474a8",
    "#85592f",
    "#8a6800",
    "#56697b",
    "#b83e70",
  ],
};

const dark: typeof light = {
  canvas: "#0b0c0e",
  surface: "#131519",
  line: "#353942",
  text: "#eceef2",
  muted: "#a4aab6",
  faint: "#858c99",
  accent: "#93a7ff",
  good: "#58c98c",
  wait: "#eeb45c",
  bad: "#ff8089",
  cool: "#5f7690",
  ink: "#0b0c0e",
  pip: "#3f4550",
  hues: [
    "#7ea6ff",
    "#f0a05c",
    "#4ecab4",
    "#dd8bd0",
    "#bccb58",
    "#a199ff",
    "#f4867e",
    "#6cc6f2",
    "#cfa37a",
    "#eecb50",
    "#a3b5c8",
    "#f497ba",
  ],
};

/** The style sheet of a drawing. Plain colours, no variables: not only browsers open it. */
export function svgStyle(theme: Theme): string {
  if (theme !== "auto") return `${shape}\n${coloured(theme === "dark" ? dark : light)}`;
  return `${shape}\n${coloured(light)}\n@media screen and (prefers-color-scheme: dark) {\n${coloured(dark)}\n}`;
}

const shape = `text { font-family: "Inter Variable", Inter, system-ui, sans-serif; font-size: 11px; font-variant-numeric: tabular-nums; white-space: pre; }
.mono { font-family: "JetBrains Mono Variable", ui-monospace, "DejaVu Sans Mono", monospace; font-size: 10px; }
.strong { font-weight: 600; }
.name { font-size: 13px; font-weight: 600; }
.title { font-size: 20px; font-weight: 600; }
.vlan { font-size: 11px; text-anchor: middle; font-weight: 500; }
.end { text-anchor: end; }
.dim { opacity: 0.25; }
.hollow { fill: none; stroke-width: 1.5; }
.dashed { stroke-dasharray: 3 2; }
.wire { fill: none; stroke-width: 1; }`;

function coloured(colours: typeof light): string {
  const { canvas, surface, line, text, muted, faint, accent, good, wait, bad, cool, ink, pip, hues } = colours;
  return [
    `.canvas { fill: ${canvas}; }`,
    `.frame0 { fill: ${surface}; fill-opacity: 0.55; stroke: ${line}; }`,
    `.card { fill: ${surface}; stroke: ${line}; }`,
    `.rule, .wire { stroke: ${line}; }`,
    `text { fill: ${text}; }`,
    `.muted { fill: ${muted}; }`,
    `.faint { fill: ${faint}; }`,
    `.ink { fill: ${ink}; }`,
    `.good { fill: ${good}; }`,
    `.wait { fill: ${wait}; }`,
    `.bad { fill: ${bad}; }`,
    `.pip { fill: ${pip}; }`,
    `.used { fill: ${muted}; }`,
    `.cooling { fill: ${surface}; stroke: ${cool}; }`,
    `.hatch { stroke: ${cool}; stroke-width: 3; }`,
    `.free { fill: none; stroke: ${line}; }`,
    `.requested, .allocating { fill: none; stroke: ${accent}; }`,
    `.accent { fill: ${accent}; }`,
    `.unowned { fill: none; stroke: ${faint}; }`,
    `.orphan { fill: none; stroke: ${bad}; }`,
    `.marking { fill: ${surface}; }`,
    ...hues.map((hue, index) => `.h${index} { fill: ${hue}; }`),
  ].join("\n");
}
