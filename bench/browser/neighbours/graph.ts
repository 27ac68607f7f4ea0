/** A cluster as nodes and edges, one of each per resource and link: what a general graph library is given. */
export interface Graph {
  readonly nodes: readonly { readonly id: string; readonly label: string }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

export const nodeWidth = 150;
export const nodeHeight = 40;

export async function fetchGraph(): Promise<Graph> {
  return (await fetch("/graph.json")).json();
}
