"use client";

interface ChoiceProps<V extends string> {
  readonly name: string;
  readonly title: string;
  readonly options: readonly { readonly value: V; readonly label: string; readonly lang?: string }[];
  readonly chosen: V;
  readonly onChoose: (value: V) => void;
}

/** One of a few, all in sight. */
export function Choice<V extends string>({ name, title, options, chosen, onChoose }: ChoiceProps<V>) {
  return (
    <fieldset className="choice">
      <legend>{title}</legend>
      {options.map(({ value, label, lang }) => (
        <label key={value} {...(lang && { lang })}>
          <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
