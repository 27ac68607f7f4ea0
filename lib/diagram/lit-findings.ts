import type { Finding } from "../diagnosis/finding.ts";
import { homeOf } from "./home.ts";
import type { Model } from "./model.ts";

/** What stays at full strength while a finding is looked at: its subjects, with the ENIs and instances that they stand on. */
export function litByFinding(model: Model, { subjects }: Finding): ReadonlySet<string> {
  const lit = new Set(subjects);
  for (const id of subjects) {
    const resource = model.byId.get(id);
    if (!resource) continue;
    if (resource.kind === "pod")
      for (const carrier of [...resource.branchIds, resource.interfaceId]) if (carrier !== null) lit.add(carrier);
    const home = homeOf(model, resource);
    if (home !== null) lit.add(home);
  }
  for (const id of [...lit]) {
    const branch = model.byId.get(id);
    if (branch?.kind === "branch" && branch.trunkId !== null) lit.add(branch.trunkId);
  }
  return lit;
}
