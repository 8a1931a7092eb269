/** The page's style sheet, light and dark. */
export const style = `
:root { --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #59616b; --line: #e2e0db;
  --c1: #2f6fb3; --c2: #2a9d78; --c3: #d99a1c; --c4: #7a5cc0; --c5: #8a8f98; --c6: #c9503c; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e9eaec; --soft: #a3abb5;
  --line: #31373d; --c1: #5b9be0; --c2: #43bd94; --c3: #e4b04a; --c4: #a48be0; --c5: #858c95; --c6: #e57a66; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 1.15rem; margin: 0 0 6px; }
.lead { font-size: 1.08rem; margin: 0 0 12px; max-width: 75ch; }
.note, footer { color: var(--soft); font-size: 0.92rem; margin: 0 0 12px; max-width: 95ch; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 22px 24px; margin: 20px 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 20px; margin: 0 0 22px; }
.tiles div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--soft); font-size: 0.9rem; }
.tiles dd { margin: 0; font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.product { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: baseline; border-top: 1px solid var(--line);
  padding-top: 16px; margin: 0 0 8px; }
.product b { font-size: 1.1rem; font-variant-numeric: tabular-nums; }
.product i { color: var(--soft); font-style: normal; }
.verdict { display: inline-block; margin: 4px 0 0; padding: 4px 12px; border-radius: 999px; font-weight: 600;
  border: 1px solid currentColor; }
.good { color: var(--c2); }
.bad { color: var(--c6); }
figure { margin: 10px 0 0; }
.chart { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 620px; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--soft); font-variant-numeric: tabular-nums; }
svg text.name { fill: var(--ink); font-size: 13px; }
.grid { stroke: var(--line); }
.base, .tick { stroke: var(--soft); }
line.limit { stroke: var(--ink); stroke-dasharray: 5 4; }
svg text.limit { fill: var(--ink); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 0 0 8px; font-size: 0.9rem; }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
details { margin-top: 10px; font-size: 0.92rem; }
summary { cursor: pointer; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin-top: 8px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 18px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; }
th.n, td.n { text-align: right; white-space: nowrap; }
pre { overflow-x: auto; font: 13px/1.6 ui-monospace, monospace; margin: 0; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
footer { margin-top: 28px; }
`
