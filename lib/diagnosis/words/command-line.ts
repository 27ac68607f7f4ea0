import { isPasteable, shellCommand } from "./shell.ts";

type Value = string | number | null | undefined;

/**
 * One line for a POSIX shell, from words between spaces and values in their places; none when a value is missing, cannot be pasted, or would be
 * taken for an option. Ready to spread into a list of commands.
 */
export function line(texts: TemplateStringsArray, ...values: readonly Value[]): string[] {
  const words: string[] = [];
  let word = "";
  for (const [index, text] of texts.entries()) {
    const [rest = "", ...others] = text.split(" ");
    word += rest;
    for (const next of others) {
      words.push(word);
      word = next;
    }
    if (index === values.length) break;
    const value = String(values[index] ?? "");
    if (!isPasteable(value) || (word === "" && value.startsWith("-"))) return [];
    word += value;
  }
  return [shellCommand(...[...words, word].filter((one) => one !== ""))];
}

/** `line` for the AWS command line in a region, or in the one that the shell is set to. */
export function aws(region: string | null): typeof line {
  return (texts, ...values) => {
    const [command] = line(texts, ...values);
    if (command === undefined || region === null) return command === undefined ? [] : [command];
    return isPasteable(region) ? [`${command} ${shellCommand("--region", region)}`] : [];
  };
}

/** Namespace and name of `namespace/name`. */
export function parts(id: string): { readonly namespace: string; readonly name: string } {
  const slash = id.indexOf("/");
  return { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

/** Enough of them to show by hand. */
const mostShown = 5;

export function some<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, mostShown);
}

/** The line that shows an ENI. */
export function showInterface(region: string | null, id: string | null | undefined): string[] {
  return aws(region)`aws ec2 describe-network-interfaces --network-interface-ids ${id}`;
}

/** The line that shows the annotation pod-eni of a pod. */
export function showAnnotation(pod: string): string[] {
  const { namespace, name } = parts(pod);
  return line`kubectl get pod -n ${namespace} ${name} -o jsonpath={.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni}`;
}

export function deletePod(pod: string): string[] {
  const { namespace, name } = parts(pod);
  return line`kubectl delete pod -n ${namespace} ${name}`;
}

/** The line that shows the events of an object. */
export function showEvents(kind: string, name: string, namespace = "default"): string[] {
  return line`kubectl get events -n ${namespace} --field-selector involvedObject.kind=${kind},involvedObject.name=${name}`;
}
