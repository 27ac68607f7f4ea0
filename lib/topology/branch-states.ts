/** What a branch is in: with a pod, on its way to one, released, never owned while we looked, left over. */
export const branchStates = ["used", "allocating", "cooling", "unowned", "orphan"] as const;
