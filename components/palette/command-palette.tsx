"use client";

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { useT } from "../messages/use-messages.ts";
import { labelOf, labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import type { Search } from "../search/use-search.ts";
import { Keys } from "../shortcuts/keys.tsx";
import type { Command } from "./commands.ts";
import { ranked } from "./rank.ts";

interface CommandPaletteProps {
  readonly model: Model;
  readonly search: Search;
  readonly commands: readonly Command[];
  readonly onJump: (id: string) => void;
  readonly onFind: (text: string) => void;
  readonly onClose: () => void;
}

interface Option {
  readonly key: string;
  readonly part: "objects" | "actions" | "clusters";
  readonly label: string;
  readonly note?: string;
  readonly shortcut?: Command["shortcut"];
  readonly run: () => void;
}

const parts = ["objects", "actions", "clusters"] as const;
const mostObjects = 8;

/** What to see or do, by name. A dialog of the browser's own: it keeps the focus inside and gives it back. */
export default function CommandPalette({ model, search, commands, onJump, onFind, onClose }: CommandPaletteProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const objects = useObjects(search, text);
  useEffect(() => dialog.current?.showModal(), []);

  const options = useMemo(() => {
    const found = objects.map((id): Option => {
      const resource = model.byId.get(id);
      return {
        key: id,
        part: "objects",
        label: resource ? labelOf(resource) : labelOfId(id),
        ...(resource && { note: t(`kind.${resource.kind}`) }),
        run: () => onJump(id),
      };
    });
    const all: Option[] =
      found.length === 0
        ? []
        : [
            ...found,
            { key: "find", part: "objects", label: t("palette.action.findAll", { text }), run: () => onFind(text) },
          ];
    const done = ranked(commands, text).map((one): Option => ({ ...one, key: one.id, part: one.part ?? "actions" }));
    return parts.flatMap((part) => [...all, ...done].filter((one) => one.part === part));
  }, [objects, commands, model, text, t, onJump, onFind]);

  const choose = (option: Option | undefined) => {
    if (!option) return;
    dialog.current?.close();
    option.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setActive((options.length + Math.min(active, options.length - 1) + by) % Math.max(1, options.length));
    else if (event.key === "Enter") choose(options[active]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, active]);

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("palette.title")}
      onClose={onClose}
      onPointerDown={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <input
        type="text"
        role="combobox"
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.title")}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={options.length > 0 ? `${listId}-${active}` : undefined}
        onChange={({ target }) => {
          setText(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t("palette.title")} className="palette-list">
        {parts.map((part) => {
          const shown = options.filter((one) => one.part === part);
          return (
            shown.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold options of a listbox
              <div key={part} role="group" aria-label={t(`palette.${part}`)}>
                <p className="palette-part" aria-hidden>
                  {t(`palette.${part}`)}
                </p>
                {shown.map((option) => {
                  const index = options.indexOf(option);
                  return (
                    <div
                      key={option.key}
                      id={`${listId}-${index}`}
                      role="option"
                      tabIndex={-1}
                      aria-selected={index === active}
                      className="palette-option"
                      onPointerMove={() => setActive(index)}
                      onClick={() => choose(option)}
                      onKeyDown={onKeyDown}
                    >
                      <Name text={option.label} most={72} />
                      {option.note && <em>{option.note}</em>}
                      {option.shortcut && <Keys shortcut={option.shortcut} />}
                    </div>
                  );
                })}
              </div>
            )
          );
        })}
        {options.length === 0 && <p className="quiet">{t("palette.none")}</p>}
      </div>
    </dialog>
  );
}

/** Ids of the first things in the cluster that match. */
function useObjects(search: Search, text: string): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  const current = useRef(search);
  current.current = search;
  useEffect(() => {
    if (text.trim() === "") {
      setFound([]);
      return;
    }
    let isWanted = true;
    void current.current.lookFor(text).then((ids) => isWanted && setFound(ids.slice(0, mostObjects)));
    return () => {
      isWanted = false;
    };
  }, [text]);
  return found;
}
