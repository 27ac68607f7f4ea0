import { Name } from "../parts/name.tsx";

/** Something that can be selected, by its id; what it is called is told apart where that differs. */
export function Reference({
  id,
  text = id,
  onSelect,
}: {
  readonly id: string;
  readonly text?: string;
  readonly onSelect: (id: string) => void;
}) {
  return (
    <button type="button" className="link" onClick={() => onSelect(id)}>
      <Name text={text} most={44} className="mono" />
    </button>
  );
}
