import { Ec2Error } from "./error.ts";

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** One call of the EC2 query protocol, as its form fields say it. */
export interface Query {
  readonly action: string;
  readonly filters: readonly Filter[];
  readonly maxResults: number | null;
  readonly nextToken: string | null;
  /** Values of a numbered list such as `InstanceId.1`. */
  list(name: string): readonly string[];
  value(name: string): string | null;
}

export function parseQuery(body: string): Query {
  const form = new URLSearchParams(body);
  const version = form.get("Version");
  if (version !== "2016-11-15") {
    throw new Ec2Error("InvalidParameterValue", `Value (${version}) for parameter Version is invalid.`);
  }
  const list = (name: string) => numbered(form, name);
  return {
    action: form.get("Action") ?? "",
    filters: filtersOf(form),
    maxResults: maxResultsOf(form.get("MaxResults")),
    nextToken: form.get("NextToken"),
    list,
    value: (name) => form.get(name),
  };
}

function filtersOf(form: URLSearchParams): Filter[] {
  const filters: Filter[] = [];
  for (let index = 1; form.has(`Filter.${index}.Name`); index++) {
    filters.push({
      name: form.get(`Filter.${index}.Name`) ?? "",
      values: numbered(form, `Filter.${index}.Value`),
    });
  }
  if (filters.length > 50) throw new Ec2Error("FilterLimitExceeded", "The maximum number of filters is 50");
  const values = filters.reduce((sum, filter) => sum + filter.values.length, 0);
  if (filters.some((filter) => filter.values.length > 200) || values > 1000) {
    throw new Ec2Error("FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200");
  }
  return filters;
}

function numbered(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; form.has(`${name}.${index}`); index++) values.push(form.get(`${name}.${index}`) ?? "");
  return values;
}

function maxResultsOf(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d+$/.test(text))
    throw new Ec2Error("InvalidParameterValue", `Value ( ${text} ) for parameter maxResults is invalid.`);
  return Number(text);
}
