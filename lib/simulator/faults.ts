import { uuid } from "./names.ts";
import type { Ec2Operation, Fault } from "./scenario.ts";
import type { Node, Pod } from "./state.ts";
import type { World } from "./world.ts";

type Named<N extends Fault["name"]> = Extract<Fault, { name: N }>;

/** The faults of one kind that are in force now. */
export function faultsNow<N extends Fault["name"]>(world: World, name: N): Named<N>[] {
  if (world.faults.length === 0) return [];
  const offset = world.now - world.scenario.start;
  return world.faults.filter(
    (fault): fault is Named<N> => fault.name === name && offset >= fault.from && offset < fault.until,
  );
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

interface Call {
  readonly operation: Ec2Operation;
  readonly node: Node | null;
  readonly pod: Pod | null;
  /** The interface, or whatever stands for it before it exists. */
  readonly subject: string;
}

/** Why EC2 refuses a call now; `null` when it does not. */
export function refusalOf(world: World, { operation, node, pod, subject }: Call): Refusal | null {
  for (const fault of faultsNow(world, "ec2-refuses")) {
    if (!fault.operations.includes(operation)) continue;
    if (fault.target !== undefined && !names(fault.target, node, pod)) continue;
    if (fault.subjects !== undefined && !strikes(world, fault, fault.subjects, subject)) continue;
    return { code: fault.code, message: fault.message };
  }
  return null;
}

/** Whether a target means this node, its group, or this pod's workload. */
export function names(target: string, node: Node | null, pod: Pod | null): boolean {
  return target === node?.name || target === node?.group.name || target === pod?.workload.key;
}

const calls: Readonly<Record<Ec2Operation, string>> = {
  "create-trunk": "CreateNetworkInterface",
  "attach-trunk": "AttachNetworkInterface",
  "create-branch": "CreateNetworkInterface",
  associate: "AssociateTrunkInterface",
  disassociate: "DisassociateTrunkInterface",
  delete: "DeleteNetworkInterface",
  "create-secondary": "CreateNetworkInterface",
};

/** An error as the controller's SDK prints it: each has a request id of its own. */
export function sdkError(world: World, operation: Ec2Operation, { code, message }: Refusal): string {
  const status = code === "UnauthorizedOperation" ? 403 : 400;
  return `operation error EC2: ${calls[operation]}, https response error StatusCode: ${status}, RequestID: ${uuid(world.random)}, api error ${code}: ${message}`;
}

function strikes(world: World, fault: Fault, most: number, subject: string): boolean {
  let struck = world.struck.get(fault);
  if (!struck) {
    struck = new Set();
    world.struck.set(fault, struck);
  }
  if (struck.has(subject)) return true;
  if (struck.size >= most) return false;
  struck.add(subject);
  return true;
}
