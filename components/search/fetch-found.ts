import type { Found } from "../../lib/snapshot/found.ts";
import { type Asked, type Fetched, fetched } from "../dashboard/fetch-cluster.ts";

interface Wanted {
  readonly query: string;
  readonly from?: number;
  readonly withHosts?: boolean;
  readonly caret?: number;
}

/** What a search finds in the whole of a cluster. */
export function fetchFound(asked: Asked, { query, from, withHosts, caret }: Wanted): Promise<Fetched<Found>> {
  const parameters = [
    ["query", query],
    ...(from ? [["from", String(from)]] : []),
    ...(withHosts ? [["hosts", "yes"]] : []),
    ...(caret === undefined ? [] : [["caret", String(caret)]]),
  ];
  return fetched(asked, "search", parameters, (text) => JSON.parse(text) as Found);
}
