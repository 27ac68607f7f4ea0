import type { Severity } from "../../lib/diagnosis/finding.ts";

/** Shape and colour of the mark in the corner, by severity; what is low or less is no reason to look up. */
const marks: { readonly [S in Severity]?: string } = {
  critical: '<path d="M20 17h7l5 5v5l-5 5h-7l-5-5v-5z" fill="#e5484d"/>',
  high: '<path d="M23.5 15 32 31H15z" fill="#f76b15"/>',
  medium: '<path d="m23.5 15 8.5 8.5-8.5 8.5-8.5-8.500z" fill="#ffc53d"/>',
};

const plain = "/icon.svg";
const ground =
  '<rect width="32" height="32" rx="7" fill="#17191d"/><g stroke="#f3f4f6" stroke-linecap="round" fill="none"><path d="M8 6v20" stroke-width="3.4"/><path d="M8 9.500h7M8 16h12M8 22.500h7" stroke-width="2"/></g><rect x="15" y="6.5" width="6" height="6" rx="1.5" fill="#f3f4f6"/>';

/** The page's icon with the worst severity on it. */
export function showWorst(severity: Severity | null): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const mark = severity === null ? undefined : marks[severity];
  if (!link) return;
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${ground}${mark ?? ""}</svg>`;
  const address = mark === undefined ? plain : `data:image/svg+xml,${encodeURIComponent(icon)}`;
  if (link.getAttribute("href") === address) return;
  link.setAttribute("href", address);
  if (severity === null) delete link.dataset["severity"];
  else link.dataset["severity"] = severity;
}
