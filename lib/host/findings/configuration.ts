import type { Comparison } from "../compare.ts";
import type { Found } from "../finding.ts";
import type { CniConfig, HostState, IpRule, Sysctl } from "../observed.ts";

/** SGP-103, 104, 107 and 108: settings of the node against what it is meant to be. */
export function* configuration(comparison: Comparison, state: HostState): Iterable<Found> {
  const config = state.configs.at(-1);
  // Without a trunk a node has no pod on a branch, and its conflist says strict all the same.
  if (config !== undefined && comparison.node.trunk !== undefined) {
    yield* earlyDemux(comparison, config, state);
    yield* modes(comparison, config, state);
  }
  yield* neighbourTimes(comparison, state);
  yield* foreignTables(comparison, state);
}

function* earlyDemux({ node }: Comparison, config: CniConfig, { sysctls }: HostState): Iterable<Found> {
  const setting = sysctls.get("net.ipv4.tcp_early_demux");
  if (config.enforcingMode !== "strict" || setting === undefined || setting.value === "0") return;
  yield {
    rule: "early-demux-is-on",
    subjects: [node.id],
    facts: { node: node.name, setting: `${setting.key} = ${setting.value}` },
    evidence: [...setting.lines, ...config.lines],
  };
}

function* modes({ node }: Comparison, config: CniConfig, { rules }: HostState): Iterable<Found> {
  const { enforcingMode: configuredMode } = config;
  if (configuredMode === undefined) return;
  const environmentMode = node.awsNode?.podEni ? node.awsNode.enforcingMode : null;
  if (environmentMode !== null && environmentMode !== configuredMode) {
    yield {
      rule: "host-mode-differs",
      subjects: [node.id],
      story: "configuration",
      severity: "medium",
      facts: { node: node.name, configuredMode, environmentMode },
      evidence: config.lines,
    };
  }
  const first =
    configuredMode === "strict" ? rules.find((rule) => rule.family === node.family && isLocalFirst(rule)) : undefined;
  if (first === undefined) return;
  yield {
    rule: "host-mode-differs",
    subjects: [node.id],
    story: "local-rule",
    facts: { node: node.name, configuredMode, environmentMode: null },
    evidence: [...first.lines, ...config.lines],
  };
}

function isLocalFirst({ priority, from, to, device, mark, protocol, table, isInverted }: IpRule): boolean {
  const isForAll =
    from === "all" && to === "all" && device === undefined && mark === undefined && protocol === undefined;
  return priority === 0 && isForAll && !isInverted && table === "local";
}

/** The controller's advice: stale entries go after the cool-down, reachable ones are asked for again after half of it (domain 9.6, SGP-107). */
function* neighbourTimes({ node }: Comparison, { sysctls }: HostState): Iterable<Found> {
  if (node.trunk === undefined) return;
  const coolDown = node.coolDownSeconds;
  const wrong: Sysctl[] = [];
  let isLonger = false;
  for (const setting of sysctls.values()) {
    const [, name] =
      /^net\.ipv[46]\.neigh\.(?!lo\.).+\.(gc_stale_time|base_reachable_time_ms)$/.exec(setting.key) ?? [];
    if (name === undefined || !/^\d{1,12}$/.test(setting.value)) continue;
    const seconds = name === "gc_stale_time" ? Number(setting.value) : (Number(setting.value) * 2) / 1000;
    if (seconds === coolDown) continue;
    wrong.push(setting);
    isLonger ||= seconds > coolDown;
  }
  if (wrong.length === 0) return;
  yield {
    rule: "neighbour-times-differ",
    subjects: [node.id],
    severity: isLonger ? "medium" : "low",
    facts: {
      node: node.name,
      coolDown,
      settings: wrong.slice(0, 20).map(({ key, value }) => `${key} = ${value}`),
      isLonger,
    },
    evidence: wrong.flatMap(({ lines }) => lines),
  };
}

/** Tables that NetworkManager's cloud setup writes (amazon-vpc-cni-k8s: docs/troubleshooting.md). */
const cloudSetupTables = ["30200", "30400"];

function* foreignTables({ node }: Comparison, { routes, rules }: HostState): Iterable<Found> {
  const hits = [...routes, ...rules].filter(({ table }) => table !== null && cloudSetupTables.includes(table));
  if (hits.length === 0) return;
  yield {
    rule: "nm-cloud-setup-interferes",
    subjects: [node.id],
    facts: { node: node.name, tables: cloudSetupTables.filter((table) => hits.some((hit) => hit.table === table)) },
    evidence: hits.flatMap(({ lines }) => lines),
  };
}
