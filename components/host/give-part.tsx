import { Upload, X } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { GivenReportPart } from "./given-report.tsx";
import { type Compared, type GivingTrouble, givenLimits } from "./use-compared.ts";

/** Of the field that output is pasted into. */
export const pasteId = "host-paste";

interface GivePartProps {
  readonly compared: Compared;
  readonly onText: (text: string) => void;
}

/** Where output of the node is dropped, chosen or pasted, and what became of it. */
export function GivePart({ compared, onText }: GivePartProps) {
  const t = useT();
  const { given, outcome, isReading, trouble, give, remove, clear } = compared;
  const chooser = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const giveFiles = (files: FileList | null) =>
    files && give([...files].map((file) => ({ name: file.name, content: file })));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onText(text);
    setText("");
  };
  return (
    <section className="host-part" aria-label={t("host.give")}>
      <h3>{t("host.give")}</h3>
      <p className="quiet">{t("host.give.private")}</p>
      <div className="host-give">
        <div className="host-drop">
          <Upload size={16} aria-hidden />
          <p>{t("host.give.drop")}</p>
          <button type="button" className="text-button" onClick={() => chooser.current?.click()}>
            {t("host.give.choose")}
          </button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            onChange={({ currentTarget }) => {
              giveFiles(currentTarget.files);
              currentTarget.value = "";
            }}
          />
        </div>
        <form onSubmit={submit}>
          <label htmlFor={pasteId}>{t("host.give.paste")}</label>
          <textarea
            id={pasteId}
            className="mono"
            rows={5}
            spellCheck={false}
            autoComplete="off"
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" className="host-button">
            {t("host.give.add")}
          </button>
        </form>
      </div>
      {trouble && (
        <p className="host-trouble" role="alert">
          <Name text={troubleText(t, trouble)} most={400} />
        </p>
      )}
      <p className="quiet" role="status">
        {isReading && t("host.give.reading")}
      </p>
      {given.length > 0 && (
        <>
          <h4>{t("host.give.list")}</h4>
          <ul className="host-given">
            {given.map(({ key, name }) => {
              const report = outcome?.reports.find((one) => one.key === key);
              return (
                <li key={key}>
                  <div className="host-given-head">
                    <b>
                      <Name text={name} most={48} />
                    </b>
                    <button
                      type="button"
                      className="icon-button small"
                      aria-label={t("host.give.remove", { name })}
                      title={t("host.give.remove", { name })}
                      onClick={() => remove(key)}
                    >
                      <X size={13} aria-hidden />
                    </button>
                  </div>
                  {report && <GivenReportPart report={report} />}
                </li>
              );
            })}
          </ul>
          <button type="button" className="text-button" onClick={clear}>
            {t("host.give.clear")}
          </button>
        </>
      )}
    </section>
  );
}

function troubleText(t: Translate, trouble: GivingTrouble): string {
  switch (trouble.code) {
    case "tooMany":
      return t("host.give.tooMany", { most: givenLimits.count });
    case "tooLarge":
      return t("host.give.tooLarge", { name: trouble.name, most: givenLimits.mebibytes });
    case "crashed":
      return t("host.give.crashed", { message: trouble.message });
  }
}
