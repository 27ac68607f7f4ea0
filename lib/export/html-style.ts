/** Light and dark by the reader's setting; paper is light. */
export const htmlStyle = `
:root { color-scheme: light dark; --text: light-dark(#14161a, #eceef2); --muted: light-dark(#545a66, #a4aab6); --line: light-dark(#e5e7eb, #24272d); --page: light-dark(#ffffff, #131519); --band: light-dark(#f6f7f8, #1a1c21); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 32px 24px; background: var(--page); color: var(--text); font: 13px/20px "Inter Variable", Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 28px; overflow-wrap: anywhere; }
h2 { margin: 32px 0 8px; font-size: 14px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 12px; line-height: 18px; }
th { color: var(--muted); font-weight: 500; text-align: left; white-space: nowrap; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 4ch; }
tbody tr:nth-child(even) { background: var(--band); }
footer { margin-top: 40px; color: var(--muted); }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9pt; line-height: 13pt; }
  table { font-size: 8pt; line-height: 11pt; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr, dl { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
