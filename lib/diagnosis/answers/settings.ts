import type { CollectionName } from "../../recording/collections.ts";
import { type Mode, modeOfNode } from "../mode.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Listed, listed } from "./listed.ts";
import { type SettingRow, settingRows } from "./setting-rows.ts";
import { type FeatureCell, featureCells } from "./settings-cells.ts";

/** Which settings bite: what each enforcing mode does to what the cluster uses, and what the settings really are. */
export interface Settings {
  /** How many nodes run in which mode; `unknown` counts those whose aws-node says nothing usable. */
  readonly modes: { readonly strict: number; readonly standard: number; readonly unknown: number };
  /** Nodes in the mode that fewer have. */
  readonly fewer: Listed<string>;
  readonly rows: readonly SettingRow[];
  /** One for each feature and mode. */
  readonly cells: readonly FeatureCell[];
  readonly lacks: readonly Lack[];
}

const needs: readonly CollectionName[] = [
  "nodes",
  "pods",
  "daemonSets",
  "configMaps",
  "services",
  "networkPolicies",
  "interfaces",
  "securityGroupRules",
];

export function settings(inquiry: Inquiry): Settings {
  const nodes = [...inquiry.hosts.values()].flatMap((host) =>
    host.awsNode === null ? [] : [{ name: host.node?.name ?? host.id, mode: modeOfNode(host) }],
  );
  const of = (mode: Mode | null) => nodes.filter((node) => node.mode === mode);
  const [strict, standard] = [of("strict"), of("standard")];
  const fewer = strict.length < standard.length ? strict : standard;
  return {
    modes: { strict: strict.length, standard: standard.length, unknown: of(null).length },
    fewer: listed(fewer.map(({ name }) => name).sort()),
    rows: settingRows(inquiry),
    cells: featureCells(inquiry),
    lacks: lacking(inquiry.world, needs),
  };
}
