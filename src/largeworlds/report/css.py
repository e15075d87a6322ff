"""The report's style sheet: light and dark, wide and narrow, screen and paper."""

from typing import Final

CSS: Final = """
:root { color-scheme: light dark; --lw-ink: #1c2430; --lw-soft: #5a6572; --lw-grid: #d9dee6; --lw-paper: #fefefe;
  --wash: #f3f5f8; --good: #00704f; --warn: #a84300; --link: #00578a; --shade: 0, 114, 178; }
@media (prefers-color-scheme: dark) {
  :root { --lw-ink: #e6eaf0; --lw-soft: #a6b1bd; --lw-grid: #353e49; --lw-paper: #15191f; --wash: #1e242c;
    --good: #4cc9a0; --warn: #ff9a5c; --link: #79bdf0; --shade: 86, 180, 233; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--lw-paper); color: var(--lw-ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; }
main, header, footer, nav { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.2rem; }
.over { color: var(--lw-soft); margin: 0; font-size: .9rem; letter-spacing: .02em; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); line-height: 1.18; margin: .2rem 0 .8rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--lw-grid); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p, ul, ol { max-width: 46rem; margin: .5rem 0 .8rem; }
p, li, td, th, h3, figcaption { overflow-wrap: break-word; }
.lead { font-size: 1.18rem; line-height: 1.45; }
.note, figcaption, caption, footer { color: var(--lw-soft); font-size: .9rem; }
a { color: var(--link); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: .7rem 0 0; margin: 0;
  max-width: none; font-size: .93rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .7rem; margin: 1.2rem 0; }
.facts div { background: var(--wash); border-radius: .5rem; padding: .6rem .8rem; }
.facts dt { color: var(--lw-soft); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.12rem; font-weight: 600; overflow-wrap: anywhere; }
.good { color: var(--good); } .warn { color: var(--warn); }
.box { background: var(--wash); border-left: .25rem solid var(--lw-soft); border-radius: .3rem; padding: .6rem 1rem;
  margin: 1rem 0; max-width: 46rem; }
.box.warn-box { border-color: var(--warn); }
.box p:first-child { margin-top: 0; } .box p:last-child { margin-bottom: 0; }
figure { margin: 1.3rem 0 1.6rem; }
figure svg { display: block; width: var(--w); max-width: 100%; min-width: var(--least); height: auto; margin: 0 auto; }
figcaption { max-width: 46rem; margin-top: .5rem; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .93rem; font-variant-numeric: tabular-nums; min-width: 50%; }
caption { text-align: left; padding: 0 0 .4rem; caption-side: top; }
th, td { text-align: left; vertical-align: top; padding: .34rem .7rem .34rem 0; }
thead tr, tbody tr { border-bottom: 1px solid var(--lw-grid); }
thead th { vertical-align: bottom; font-weight: 600; color: var(--lw-soft); font-size: .86rem; }
tbody th { font-weight: 500; min-width: 8.5rem; position: sticky; left: 0; background: var(--lw-paper); }
th.n, td.n { text-align: right; padding-right: 1rem; }
td.n { white-space: nowrap; }
td:not(.n) { min-width: 13rem; }
table.beliefs td, table.beliefs th { padding: .25rem .5rem; min-width: 0; }
table.beliefs tbody th { min-width: 9rem; }
table.beliefs thead th:not(:first-child) { text-align: right; }
th .type { display: inline-flex; align-items: baseline; }
.dot { flex: none; display: inline-block; margin-right: .4em;
  min-width: 1.45em; padding: 0 .28em; border-radius: .75em; text-align: center;
  font-size: .78em; font-weight: 700; line-height: 1.45; }
code, pre { font: .88rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--wash); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; }
code { overflow-wrap: anywhere; } pre code { overflow-wrap: normal; }
footer { padding-bottom: 3rem; margin-top: 2.5rem; }
@media (max-width: 600px) {
  body { font-size: 15px; } main, header, footer, nav { padding-left: 1rem; padding-right: 1rem; }
  td:not(.n) { min-width: 11rem; } tbody th { position: static; }
}
@media print {
  :root { --lw-ink: #000; --lw-soft: #444; --lw-grid: #ccc; --lw-paper: #fff; --wash: #f4f4f4; --good: #00704f;
    --warn: #a84300; --link: #000; --shade: 0, 114, 178; }
  body { font-size: 10.5pt; } nav { display: none; } main, header, footer { max-width: none; padding: 0; }
  figure, tr, .box, pre { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { overflow: visible; }
  table { font-size: 8.5pt; } th, td { padding-right: .35rem; } th.n, td.n { padding-right: .5rem; }
  tbody th, td:not(.n) { min-width: 0; position: static; } figure svg { min-width: 0; }
  td.n { white-space: normal; } pre { white-space: pre-wrap; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
