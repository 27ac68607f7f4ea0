/** What differs between the partitions of AWS: the first part of an ARN, and where the console is. */
export interface Partition {
  readonly name: "aws" | "aws-cn" | "aws-us-gov";
  readonly consoleDomain: string;
}

/** The partition of a region; `null` for what is no region, and for partitions that have no public console. */
export function partitionOf(region: string | null): Partition | null {
  if (region === null || !isRegion(region)) return null;
  if (region.startsWith("cn-")) return { name: "aws-cn", consoleDomain: "console.amazonaws.cn" };
  if (region.startsWith("us-gov-")) return { name: "aws-us-gov", consoleDomain: "console.amazonaws-us-gov.com" };
  if (/^(us|eu)-iso|^eusc-/.test(region)) return null;
  return { name: "aws", consoleDomain: "console.aws.amazon.com" };
}

export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}

/** Whether a text is an id as EC2 gives them, such as `eni-01f7`: only those go into commands and addresses. */
export function isEc2Id(id: string | null | undefined, prefix: string): id is string {
  return typeof id === "string" && id.startsWith(`${prefix}-`) && /^[0-9a-z]{1,32}$/.test(id.slice(prefix.length + 1));
}
