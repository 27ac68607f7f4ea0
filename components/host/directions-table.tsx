import type { Direction, Gate } from "../../lib/host/directions.ts";
import { useT } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";

interface DirectionsTableProps {
  readonly directions: readonly Direction[];
  readonly onSelect: (id: string) => void;
}

/** Direction by direction, which security groups a packet of the pod has to pass. */
export function DirectionsTable({ directions, onSelect }: DirectionsTableProps) {
  const t = useT();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className="host-table" tabIndex={0} aria-label={t("host.directions")}>
      <table>
        <thead>
          <tr>
            {(["flow", "way", "gates", "notes"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`host.directions.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {directions.map(({ flow, mode, externalSnat, way, gates, notes }) => (
            <tr key={`${flow} ${mode} ${externalSnat}`}>
              <th scope="row">
                {t(`host.flow.${flow}`)}
                <small className="quiet">
                  {t("host.onlyIn", { mode: t(`host.mode.${mode}`) })}
                  {externalSnat !== null && `, ${t(externalSnat ? "host.snat.on" : "host.snat.off")}`}
                </small>
              </th>
              <td data-way={way}>{t(`host.way.${way}`)}</td>
              <td>
                {gates.length === 0 && way !== "unsupported" && t("host.gates.none")}
                {gates.map((gate) => (
                  <GateText key={`${gate.interface} ${gate.direction}`} gate={gate} onSelect={onSelect} />
                ))}
              </td>
              <td>
                {notes.map((note) => (
                  <p key={note}>{t(`host.note.${note}`)}</p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function GateText({ gate, onSelect }: { readonly gate: Gate } & Pick<DirectionsTableProps, "onSelect">) {
  const t = useT();
  const { interface: of, direction, groupIds } = gate;
  return (
    <p>
      {t(`host.gate.${of}.${direction}`)}{" "}
      {groupIds?.map((id) => (
        <button key={id} type="button" className="link mono" onClick={() => onSelect(id)}>
          <Name text={id} most={28} />
        </button>
      ))}
      {groupIds === null && of !== "peer" && <span className="quiet">({t("host.gate.unknown")})</span>}
    </p>
  );
}
