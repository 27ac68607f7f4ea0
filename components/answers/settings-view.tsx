import { printable } from "../../lib/diagram/printable.ts";
import type { AnswerProps } from "./answer-props.ts";

const modes = ["strict", "standard"] as const;

/** What each enforcing mode does to each feature, and the settings as declared and as they work. */
export function SettingsView({ answer: { cells, rows }, words, messages: { t, number } }: AnswerProps<"settings">) {
  const features = [...new Set(cells.map(({ feature }) => feature))];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too */}
      <section className="evidence" tabIndex={0} aria-label={t("answer.matrix")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("answer.feature")}</th>
              {modes.map((mode) => (
                <th key={mode} scope="col">
                  {mode}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {features.map((feature) => (
              <tr key={feature}>
                <th scope="row">{words.features[feature]}</th>
                {modes.map((mode) => {
                  const cell = cells.find((one) => one.feature === feature && one.mode === mode);
                  const concerned = cell?.pods?.total ?? 0;
                  return (
                    <td key={mode} data-effect={concerned > 0 ? cell?.effect : undefined}>
                      {cell && (
                        <>
                          <b>{words.cellEffects[cell.effect]}</b>
                          {concerned > 0 && ` · ${number(concerned)}`}
                          <p className="quiet">{printable(words.cell(cell))}</p>
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <h4>{t("answer.settings.values")}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too */}
      <section className="evidence" tabIndex={0} aria-label={t("answer.settings.values")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("answer.setting")}</th>
              <th scope="col">{t("answer.declared")}</th>
              <th scope="col">{t("answer.raw")}</th>
              <th scope="col">{t("answer.effective")}</th>
              <th scope="col">{t("answer.nodes")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.flatMap(({ setting, where, declared, isDeclaredKnown, values }) =>
              (values.length > 0 ? values : [null]).map((value, index) => (
                <tr key={`${where} ${setting} ${value?.raw ?? ""} ${value?.effective ?? ""}`}>
                  <th scope="row">
                    {index === 0 && (
                      <>
                        <span className="mono">{setting}</span> <span className="quiet">{where}</span>
                      </>
                    )}
                  </th>
                  <td className="mono">
                    {isDeclaredKnown ? printable(declared ?? t("inspector.absent")) : words.unknown}
                  </td>
                  <td className="mono">{value === null ? "" : printable(value.raw ?? t("inspector.absent"))}</td>
                  <td className="mono">{value === null ? "" : printable(value.effective ?? words.unknown)}</td>
                  <td title={value?.nodes.shown.join(", ")}>{value === null ? "" : number(value.nodes.total)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
}
