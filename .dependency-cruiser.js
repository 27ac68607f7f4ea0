import { clientScopes, layers, pureLibraries } from "./bin/project/layers.ts";

const ownCode = "^(app|bench|bin|components|e2e|lib)/";
const test = "[.](test|fixture)[.]tsx?$";
const anyOf = (names) => `(${names.map((name) => name.replaceAll(".", "[.]")).join("|")})`;

const rowRules = layers
  .filter(({ mayImport }) => mayImport !== "anything")
  .map(({ folder, mayImport, reason }) => ({
    name: `${folder.replace("lib/", "")}-imports`,
    severity: "error",
    comment: `${reason} Besides itself it may import: ${mayImport.join(", ") || "nothing"}.`,
    from: { path: `^${folder}/`, pathNot: test },
    to: { path: ownCode, pathNot: `^${anyOf([folder, ...mayImport])}/` },
  }));

const pureFolders = `^${anyOf(layers.filter(({ kind }) => kind === "pure").map(({ folder }) => folder))}/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...rowRules,
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that need each other are one file, or hide a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "pure-no-node",
      severity: "error",
      comment: "Pure folders do no I/O and run in the browser too: no node: imports.",
      from: { path: pureFolders, pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-libraries",
      severity: "error",
      comment: `Pure folders use no React and no client; of npm only: ${pureLibraries.join(", ")}.`,
      from: { path: pureFolders, pathNot: test },
      to: { path: "node_modules/", pathNot: `node_modules/${anyOf(pureLibraries)}/` },
    },
    {
      name: "clients-only-in-sources",
      severity: "error",
      comment: "Only lib/sources talks to AWS and Kubernetes, so that one wrapper can promise reads only.",
      from: { path: "^(app|bin|components|lib)/", pathNot: ["^lib/sources/", test] },
      to: { path: `node_modules/${anyOf(clientScopes)}/` },
    },
    {
      name: "nothing-needs-the-lab",
      severity: "error",
      comment: "Stand-ins, benchmarks and tests are never part of what runs.",
      from: { path: "^(app|bin|components|lib)/", pathNot: [test, "^bin/project/"] },
      to: { path: ["^(bench|e2e)/", test] },
    },
    {
      name: "no-development-packages",
      severity: "error",
      comment: "What runs needs the packages of `dependencies` only.",
      from: { path: "^(app|bin|components|lib)/", pathNot: [test, "^bin/project/"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "Every import leads somewhere.",
      from: {},
      to: { couldNotResolve: true, pathNot: "[.]css$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)[.]next/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
