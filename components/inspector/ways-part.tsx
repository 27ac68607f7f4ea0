import { ExternalLink } from "lucide-react";
import type { Ways } from "../../lib/export/ways.ts";
import { useT } from "../messages/use-messages.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Name } from "../parts/name.tsx";

/** Where else it can be looked at: commands, the AWS console, links of the operator. */
export function WaysPart({ ways: { commands, console, links } }: { readonly ways: Ways }) {
  const t = useT();
  return (
    <>
      <section className="ways">
        <h3>{t("ways.commands")}</h3>
        {commands.length === 0 && <p className="quiet">{t("ways.commands.none")}</p>}
        {commands.map(({ shows, text }) => (
          <div key={text} className="command">
            <p>{t(`command.${shows}`)}</p>
            <code className="mono">{text}</code>
            <CopyButton text={text} what={t("ways.command")} />
          </div>
        ))}
      </section>
      <section className="ways">
        <h3>{t("ways.console")}</h3>
        {console.length === 0 && <p className="quiet">{t("ways.console.none")}</p>}
        <ul>
          {console.map(({ page, id, url }) => (
            <li key={url}>
              <Outward url={url} text={t(`console.${page}`)} />
              <Name text={id} most={28} className="mono quiet" />
            </li>
          ))}
        </ul>
      </section>
      {links.length > 0 && (
        <section className="ways">
          <h3>{t("ways.links")}</h3>
          <ul>
            {links.map(({ label, url }) => (
              <li key={`${label} ${url}`}>
                <Outward url={url} text={label} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Outward({ url, text }: { readonly url: string; readonly text: string }) {
  return (
    <a className="link" href={url} target="_blank" rel="noreferrer" title={url}>
      <Name text={text} most={80} />
      <ExternalLink size={11} aria-hidden />
    </a>
  );
}
