import { type Identified, identify, type Telling } from "./identity.ts";
import { type HostFile, type HostReading, readHost } from "./read-host.ts";

/** Files of one origin, read, and the node they are from. */
export interface ReadSource {
  readonly name: string;
  readonly reading: HostReading;
  readonly identified: Identified;
}

/** Reads files of one origin and tells their node. */
export function readSource(
  name: string,
  files: readonly HostFile[],
  resources: ReadonlyMap<string, Telling>,
): ReadSource {
  const reading = readHost(files);
  return { name, reading, identified: identify(reading.state, resources) };
}

/** Whether a source may be taken for a node: it says that it is, or nothing to the contrary. */
export function isOfNode({ identified }: ReadSource, nodeId: string): boolean {
  return identified.by === null || identified.id === nodeId;
}
