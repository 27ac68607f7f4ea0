import { ArrowRight, Route } from "lucide-react";
import { Fragment } from "react";
import { homeOf } from "../../lib/diagram/home.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { labelOf, shortNode } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";

interface PathStripProps {
  readonly model: Model;
  readonly resource: Resource;
  readonly onSelect: (id: string) => void;
  readonly onFocusPath: (id: string) => void;
}

/** From the pod over its branch and trunk to the instance, each a step to click. */
export function PathStrip({ model, resource, onSelect, onFocusPath }: PathStripProps) {
  const t = useT();
  const steps = pathOf(model, resource);
  if (steps.length < 2) return null;
  return (
    <nav className="path" aria-label={t("inspector.path")}>
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          {index > 0 && <ArrowRight size={11} aria-hidden />}
          <button
            type="button"
            aria-current={step.id === resource.id ? "true" : undefined}
            onClick={() => onSelect(step.id)}
          >
            <span>{t(`kind.${step.kind}`)}</span>
            <Name text={shortLabel(step, t)} most={12} />
          </button>
        </Fragment>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t("focus.open")}
        title={t("focus.open")}
        onClick={() => onFocusPath(resource.id)}
      >
        <Route size={14} aria-hidden />
      </button>
    </nav>
  );
}

function pathOf(model: Model, resource: Resource): Resource[] {
  const pod =
    resource.kind === "pod" ? resource : resource.kind === "branch" ? get(model, "pod", resource.podIds[0]) : undefined;
  const carrier =
    resource.kind === "pod" ? model.byId.get(resource.branchIds[0] ?? resource.interfaceId ?? "") : undefined;
  const branch = resource.kind === "branch" ? resource : carrier;
  const trunk =
    branch?.kind === "branch" ? get(model, "trunk", branch.trunkId) : resource.kind === "trunk" ? resource : undefined;
  const home = homeOf(model, resource);
  const instance = home === null ? undefined : get(model, "instance", home);
  const known = [pod, branch, trunk, instance].filter((step) => step !== undefined);
  return known.filter((step, index) => known.findIndex(({ id }) => id === step.id) === index);
}

function shortLabel(resource: Resource, t: Translate): string {
  if (resource.kind === "pod") return resource.name;
  if (resource.kind === "branch" && resource.vlan !== null) return t("card.vlan", { vlan: resource.vlan });
  return shortNode(labelOf(resource));
}
