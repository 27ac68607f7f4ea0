/** A secret planted wherever real objects carry values that Trunkscope must not keep; it may never leave the lab. */
export const canary = "CANARY-7f3a9c-must-never-be-kept";
