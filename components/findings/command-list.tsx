import { printable } from "../../lib/diagram/printable.ts";
import { useT } from "../messages/use-messages.ts";
import { CopyButton } from "../parts/copy-button.tsx";

/** Commands to copy. */
export function CommandList({ commands }: { readonly commands: readonly string[] }) {
  const t = useT();
  return [...new Set(commands)].map((command) => (
    <div key={command} className="command">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too */}
      <code className="mono" tabIndex={0}>
        {printable(command)}
      </code>
      <CopyButton text={command} what={t("ways.command")} />
    </div>
  ));
}
