import { printable, shorten } from "../../lib/diagram/printable.ts";

interface NameProps {
  readonly text: string;
  /** Characters at most; the middle goes. */
  readonly most?: number;
  readonly className?: string;
}

/** Text of foreign origin: isolated, harmless, shortened in the middle with the whole on hover. */
export function Name({ text, most = 64, className }: NameProps) {
  const safe = printable(text);
  const short = shorten(safe, most);
  return (
    <bdi className={className} {...(short !== safe && { title: safe })}>
      {short}
    </bdi>
  );
}
