import { expect, test } from "vitest";
import { columnsOf, defaultColumns } from "../../lib/table/columns.ts";
import type { ResourceKind } from "../../lib/topology/resources.ts";
import { en } from "../messages/en.ts";
import { columnLabel } from "./column-label.ts";

test("every column of every kind has a name in the catalogue", () => {
  const paths = (Object.keys(defaultColumns) as ResourceKind[]).flatMap(columnsOf);
  expect([...new Set(paths)].filter((path) => !Object.hasOwn(en, columnLabel(path)))).toEqual([]);
});
