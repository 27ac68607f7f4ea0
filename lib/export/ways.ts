import type { Inspected } from "../snapshot/inspected.ts";
import type { Resource } from "../topology/resources.ts";
import { arnOf, type Owner } from "./arn.ts";
import { type Command, commandsOf } from "./commands.ts";
import { type ConsoleLink, consoleLinks } from "./console-links.ts";
import { type Link, type LinkContext, type LinkTemplate, linksOf } from "./link-templates.ts";

/** Where else a resource can be looked at. */
export interface Ways {
  /** `null`: it has none, or its account or region is not known. */
  readonly arn: string | null;
  readonly commands: readonly Command[];
  /** Pages of the AWS console, in the partition of the region. */
  readonly console: readonly ConsoleLink[];
  /** Links that the operator defined. */
  readonly links: readonly Link[];
}

/** A resource as `GET /api/clusters/NAME/object` tells of it. */
export interface InspectedWithWays extends Inspected {
  /** `null`: nothing of that id is there. */
  readonly ways: Ways | null;
}

export function waysOf(
  resource: Resource,
  { account, templates, ...context }: LinkContext & Owner & { readonly templates: readonly LinkTemplate[] },
): Ways {
  return {
    arn: arnOf(resource, { region: context.region, account: account ?? null }),
    commands: commandsOf(resource, context.region),
    console: consoleLinks(resource, context.region),
    links: linksOf(templates, resource, context),
  };
}
