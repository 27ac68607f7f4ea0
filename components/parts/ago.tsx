import { useMessages } from "../messages/use-messages.ts";

/** A time relative to the moment shown, with the absolute one on hover. */
export function Ago({ at, now }: { readonly at: number; readonly now: number }) {
  const { age, moment, t } = useMessages();
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span>{String(at)}</span>;
  return (
    <time dateTime={time.toISOString()} title={moment(at)}>
      {now - at < 1000 ? t("age.now") : t("age.ago", { age: age(now - at) })}
    </time>
  );
}
