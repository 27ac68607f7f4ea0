"use client";

import { Trash2 } from "lucide-react";
import { type FormEvent, type MouseEvent, useState } from "react";
import { longestName, mostViews, type NamedView, withoutView, withView } from "../../lib/diagram/named-views.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { formatView, parseView, type View } from "../../lib/diagram/view.ts";
import type { MessageKey } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAnnounce } from "../parts/announcer.tsx";
import { Name } from "../parts/name.tsx";
import { useNamedViews } from "./use-named-views.ts";

interface ViewsPartProps {
  /** The cluster's name in the address. */
  readonly cluster: string;
  readonly view: View;
  readonly onOpen: (view: View) => void;
}

/** Views under names of the reader's own: save the one shown, open, delete. */
export function ViewsPart({ cluster, view, onOpen }: ViewsPartProps) {
  const { t } = useMessages();
  const announce = useAnnounce();
  const [views, keep] = useNamedViews();
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState<MessageKey | null>(null);

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    const next = withView(views, { name, cluster, query: formatView(view) });
    if (!next) return setTrouble("views.full");
    if (!keep(next)) return setTrouble("views.refused");
    setTrouble(null);
    setName("");
    announce(t("views.saved", { name: printable(name.trim()) }));
  };
  const open = (event: MouseEvent, one: NamedView) => {
    if (one.cluster !== cluster || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(parseView(one.query));
  };
  const remove = (one: NamedView) => {
    setTrouble(keep(withoutView(views, one)) ? null : "views.refused");
    announce(t("views.deleted", { name: printable(one.name) }));
  };

  return (
    <section className="rail-part views" aria-label={t("views.title")}>
      <h2>{t("views.title")}</h2>
      <ul>
        {views.map((one) => (
          <li key={`${one.cluster} ${one.name}`}>
            <a className="rail-row" href={addressOf(one)} onClick={(event) => open(event, one)}>
              <Name text={one.name} most={26} />
              {one.cluster !== cluster && (
                <em>
                  <Name text={one.cluster} most={12} />
                </em>
              )}
            </a>
            <button
              type="button"
              className="icon-button small"
              aria-label={t("views.delete", { name: printable(one.name) })}
              title={t("views.delete", { name: printable(one.name) })}
              onClick={() => remove(one)}
            >
              <Trash2 size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={save}>
        <input
          type="text"
          value={name}
          maxLength={longestName}
          autoComplete="off"
          placeholder={t("views.name")}
          aria-label={t("views.name")}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="text-button" disabled={name.trim() === ""}>
          {t("views.save")}
        </button>
      </form>
      {trouble && (
        <p className="rail-none" role="alert">
          {t(trouble, { n: mostViews })}
        </p>
      )}
    </section>
  );
}

function addressOf({ cluster, query }: NamedView): string {
  const path = `/clusters/${encodeURIComponent(cluster)}`;
  return query === "" ? path : `${path}?${query}`;
}
