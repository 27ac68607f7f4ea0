"use client";

import type { Model } from "../../lib/diagram/model.ts";
import { momentPaths } from "../../lib/table/columns.ts";
import { readerOf } from "../../lib/table/read-path.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { groupNames, labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { Glyph, toneOf } from "../parts/status.tsx";

interface TableCellProps {
  readonly path: string;
  readonly resource: Resource;
  readonly model: Model;
}

/** One value. What is not known and what is known to be absent look different. */
export function TableCell({ path, resource, model }: TableCellProps) {
  const messages = useMessages();
  const value = cellValue(resource, path);
  return (
    <td data-number={typeof value === "number" && !momentPaths.has(path)}>
      {value === undefined ? (
        <em className="quiet" title={messages.t("table.unknown")}>
          –<span className="sr-only">{messages.t("table.unknown")}</span>
        </em>
      ) : value === null || (Array.isArray(value) && value.length === 0) ? (
        <em className="quiet">{messages.t("table.none")}</em>
      ) : path === "groupIds" ? (
        <>
          <GroupBars ids={value as readonly string[]} />
          <Name text={groupNames(model, value as readonly string[])} most={34} />
        </>
      ) : (
        <>
          <Sign path={path} resource={resource} />
          <Name
            text={textOf(value, path, messages)}
            most={mostOf(path)}
            {...(isMono(path, value) && { className: "mono" })}
          />
        </>
      )}
    </td>
  );
}

function Sign({ path, resource }: Pick<TableCellProps, "path" | "resource">) {
  if (resource.kind === "branch" && path === "state") return <i className="slot-mini" data-state={resource.state} />;
  if (resource.kind === "pod" && path === "status") return <Glyph tone={toneOf(resource)} />;
  return null;
}

const readers = new Map<string, ReturnType<typeof readerOf>>();

function cellValue(resource: Resource, path: string): unknown {
  const known = readers.get(path) ?? readerOf(path);
  readers.set(path, known);
  return known(resource);
}

function textOf(value: unknown, path: string, { t, moment, number }: Messages): string {
  if (typeof value === "number") return momentPaths.has(path) ? moment(value) : number(value);
  if (typeof value === "boolean") return t(value ? "table.yes" : "table.no");
  if (typeof value === "string") return path === "lastOwner" || path === "id" ? labelOfId(value) : value;
  if (path === "rules" && Array.isArray(value)) return number(value.length);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.map(labelOfId).join(", ");
  return JSON.stringify(value);
}

function isMono(path: string, value: unknown): boolean {
  return typeof value !== "boolean" && /(^id$|Id$|Ids$|^ip|^mac$|^cidr$|prefixes|^vlan$)/.test(path);
}

function mostOf(path: string): number {
  return /description|Selector|marks|podIds|policyIds/.test(path) ? 46 : 34;
}
