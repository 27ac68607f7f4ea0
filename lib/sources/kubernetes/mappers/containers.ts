import { awsNodeEnvironment } from "../aws-node-environment.ts";
import {
  type Json,
  known,
  numberIn,
  objectIn,
  objectsIn,
  portIn,
  quantityIn,
  textIn,
  timeIn,
  unlessEmpty,
} from "../fields.ts";

export const podEni = "vpc.amazonaws.com/pod-eni";

/** Containers of a pod or a pod template. Environment is kept for aws-node alone, and of it only what the allow-list names. */
export function containersIn(value: unknown, keepEnvironment: boolean) {
  return objectsIn(value).map((container) => {
    const resources = objectIn(container["resources"]);
    return known({
      name: textIn(container["name"]) ?? "",
      image: textIn(container["image"]),
      podEniRequest: quantityIn(objectIn(resources["requests"])[podEni]),
      podEniLimit: quantityIn(objectIn(resources["limits"])[podEni]),
      ports: unlessEmpty(portsIn(container["ports"])),
      probes: unlessEmpty(probesOf(container)),
      env: keepEnvironment ? environmentIn(container["env"]) : undefined,
      envElsewhere: keepEnvironment ? unlessEmpty(elsewhereIn(container)) : undefined,
    });
  });
}

export function statusesIn(value: unknown) {
  return objectsIn(value).map((status) => {
    const state = objectIn(status["state"]);
    const running = objectIn(state["running"]);
    const terminated = objectIn(state["terminated"]);
    return known({
      name: textIn(status["name"]) ?? "",
      ready: status["ready"] === true,
      restarts: numberIn(status["restartCount"]) ?? 0,
      reason: textIn(objectIn(state["waiting"])["reason"]) ?? textIn(terminated["reason"]),
      startedAt: timeIn(running["startedAt"]) ?? timeIn(terminated["startedAt"]),
      finishedAt: timeIn(terminated["finishedAt"]),
    });
  });
}

function portsIn(value: unknown) {
  return objectsIn(value).flatMap((entry) => {
    const port = numberIn(entry["containerPort"]);
    return port === undefined
      ? []
      : [known({ name: textIn(entry["name"]), port, protocol: textIn(entry["protocol"]) })];
  });
}

const probeUses = [
  ["startup", "startupProbe"],
  ["liveness", "livenessProbe"],
  ["readiness", "readinessProbe"],
] as const;

const probeKinds = [
  ["http", "httpGet"],
  ["tcp", "tcpSocket"],
  ["grpc", "grpc"],
  ["exec", "exec"],
] as const;

function probesOf(container: Json) {
  return probeUses.flatMap(([use, key]) => {
    const probe = objectIn(container[key]);
    return probeKinds.flatMap(([kind, field]) => {
      if (typeof probe[field] !== "object" || probe[field] === null) return [];
      const action = objectIn(probe[field]);
      return [known({ use, kind, port: portIn(action["port"]), host: textIn(action["host"]) })];
    });
  });
}

/** Which of the variables get their value from elsewhere; where several of a name are given, the last counts. */
function elsewhereIn(container: Json): string[] {
  const last = new Map(objectsIn(container["env"]).map((variable) => [textIn(variable["name"]) ?? "", variable]));
  const names = [...last].flatMap(([name, variable]) =>
    variable["valueFrom"] !== undefined && awsNodeEnvironment.has(name) ? [name] : [],
  );
  return objectsIn(container["envFrom"]).length > 0 ? [...names, "*"] : names;
}

/** Variables whose value comes from elsewhere are left out: it is not in the object. */
function environmentIn(value: unknown): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const variable of objectsIn(value)) {
    const name = textIn(variable["name"]);
    if (name === undefined || !awsNodeEnvironment.has(name)) continue;
    const given = variable["value"];
    if (variable["valueFrom"] === undefined) environment[name] = typeof given === "string" ? given : "";
    else delete environment[name];
  }
  return environment;
}
