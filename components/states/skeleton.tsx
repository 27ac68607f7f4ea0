"use client";

import { Mark } from "../frame/mark.tsx";
import { useT } from "../messages/use-messages.ts";

const cards = Array.from({ length: 9 }, (_, card) => `card-${card}`);

/** The page's own layout while a cluster takes its time to answer. */
export function Skeleton() {
  const t = useT();
  return (
    <div className="dashboard skeleton" data-rail="true" role="status" aria-label={t("top.loading")}>
      <header className="top">
        <Mark />
      </header>
      <aside className="rail" aria-hidden>
        <i className="bone bone-counts" />
        <i className="bone" />
        <i className="bone" />
        <i className="bone" />
      </aside>
      <main className="stage" aria-hidden>
        <div className="bone-cards">
          {cards.map((card) => (
            <i key={card} className="bone bone-card" />
          ))}
        </div>
      </main>
    </div>
  );
}
