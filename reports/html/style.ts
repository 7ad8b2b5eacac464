/** How a report looks: light and dark, narrow and wide, on paper; no font and no image comes from anywhere. */
const sheet = `
:root {
  color-scheme: light dark; --page: #fff; --card: #fff; --soft: #f5f7fa; --text: #1f2937; --faint: #566070;
  --line: #dde2e9; --accent: #0b5cad; --bad: #5b0a5e; --badsoft: #faf1fb; --good: #00684c; --goodsoft: #edf8f4;
  --warn: #8a4b00; --warnsoft: #fdf5e6; --mark: #fff3c4;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root:not(.contrast) {
    --page: #0d1420; --card: #111827; --soft: #182234; --text: #e5e7eb; --faint: #a3aebf; --line: #2a3648;
    --accent: #7cb8ff; --bad: #e879f9; --badsoft: #2a1530; --good: #4fd1a5; --goodsoft: #0f2a22; --warn: #f2b566;
    --warnsoft: #2e2312; --mark: #4a3d10;
  }
}
:root.contrast {
  color-scheme: light; --soft: #fff; --text: #000; --faint: #222; --line: #000; --accent: #00369e; --badsoft: #fff;
  --goodsoft: #fff; --warnsoft: #fff; --good: #004d38; --warn: #5e3300;
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 8px; }
body {
  margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 var(--sans);
  -webkit-text-size-adjust: 100%;
}
main { max-width: 1240px; margin: 0 auto; padding: 20px 24px 64px; }
h1,
h2,
h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 25px; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 17px; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 14px; font-weight: 650; }
h3:not(:first-child) { margin-top: 16px; }
p { margin: 6px 0; }
a { color: var(--accent); }
code,
.mono { font-family: var(--mono); font-size: 0.92em; }
.verdict {
  border: 1px solid var(--line); border-left: 6px solid var(--bad); border-radius: 10px; padding: 18px 22px 16px;
  background: var(--badsoft);
}
.verdict.ok { border-left-color: var(--good); background: var(--goodsoft); }
.verdict.undecided { border-left-color: var(--warn); background: var(--warnsoft); }
.kicker {
  display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: baseline; margin-bottom: 6px; color: var(--faint);
  font-size: 13.5px;
}
.kicker strong { color: var(--bad); font-size: 14px; letter-spacing: 0.06em; text-transform: uppercase; }
.ok .kicker strong { color: var(--good); }
.undecided .kicker strong { color: var(--warn); }
.promise { color: var(--text); margin-top: 8px; max-width: 78ch; }
.replay { display: flex; flex-wrap: wrap; gap: 8px; align-items: stretch; margin-top: 14px; }
.replay code {
  flex: 1 1 340px; min-width: 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 7px;
  background: var(--card); overflow-wrap: anywhere;
}
.checked { margin: 8px 0 0; font-size: 13.5px; color: var(--faint); }
section { margin-top: 30px; }
section > h2 {
  display: flex; align-items: baseline; gap: 10px; padding-bottom: 8px; border-bottom: 1px solid var(--line);
  margin-bottom: 12px;
}
section > h2 .n { color: var(--faint); font-weight: 500; font-variant-numeric: tabular-nums; }
section > h2 .aside { margin-left: auto; font-size: 13px; font-weight: 400; color: var(--faint); text-align: right; }
ol.story { list-style: none; counter-reset: s; margin: 0; padding: 0; }
ol.story > li {
  counter-increment: s; position: relative; padding: 7px 12px 7px 44px; border-radius: 8px; max-width: 100ch;
}
ol.story > li::before {
  content: counter(s); position: absolute; left: 10px; top: 8px; width: 22px; height: 22px; border-radius: 50%;
  border: 1px solid var(--line); background: var(--card); color: var(--faint); font-size: 12px; line-height: 20px;
  text-align: center; font-variant-numeric: tabular-nums;
}
ol.story > li.wrong::before { background: var(--bad); border-color: var(--bad); color: var(--page); }
ol.story > li[aria-current] { background: var(--soft); box-shadow: inset 3px 0 0 var(--accent); }
ol.story button.see { font-size: 12.5px; padding: 0 9px; margin-left: 4px; min-height: 24px; line-height: 20px; }
.tag {
  display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; font-size: 12px;
  line-height: 19px; color: var(--bad); white-space: nowrap;
}
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 28px; }
@media (max-width: 860px) {
  .two { grid-template-columns: minmax(0, 1fr); }
}
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th,
td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--faint); font-size: 12.5px; white-space: nowrap; }
table.full { width: 100%; }
tr.bad td,
tr.bad th { background: var(--badsoft); }
td.wrap { overflow-wrap: anywhere; }
.sign { white-space: nowrap; font-weight: 600; }
.sign.ok { color: var(--good); }
.sign.undecided { color: var(--warn); }
.sign.bad { color: var(--bad); }
.quiet { color: var(--faint); }
.small { font-size: 13px; }
ul.plain { margin: 0; padding: 0 0 0 18px; }
ul.plain li { margin: 3px 0; overflow-wrap: anywhere; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 14px; }
@media (max-width: 640px) {
  .sides { grid-template-columns: minmax(0, 1fr); }
}
.side { border: 1px solid var(--line); border-radius: 9px; padding: 12px 14px; background: var(--card); }
.side ul { margin: 6px 0 0; padding-left: 18px; }
.side li { overflow-wrap: anywhere; }
button,
select,
input[type='search'] {
  font: inherit; font-size: 13.5px; color: var(--text); background: var(--card); border: 1px solid #8590a0;
  border-radius: 7px; padding: 5px 11px; min-height: 32px;
}
:root.contrast button,
:root.contrast select,
:root.contrast input { border-color: #000; }
button { cursor: pointer; }
button:hover { background: var(--soft); border-color: var(--accent); }
button[aria-pressed='true'] { background: var(--accent); border-color: var(--accent); color: var(--page); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 10px; }
.bar .group { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.bar label { font-size: 13.5px; }
.bar input[type='search'] { flex: 1 1 240px; min-width: 0; }
.hint { font-size: 12.5px; color: var(--faint); }
.diagram {
  position: relative; border: 1px solid var(--line); border-radius: 9px; background: var(--card); overflow: hidden;
  touch-action: pan-y;
}
.diagram canvas { display: block; width: 100%; }
.diagram .overview { border-top: 1px solid var(--line); cursor: ew-resize; }
.diagram .cursor { position: absolute; left: 0; width: 1.5px; pointer-events: none; will-change: transform; }
.caption {
  min-height: 3.2em; margin: 10px 0 0; padding: 9px 14px; background: var(--soft); border-radius: 8px;
  overflow-wrap: anywhere;
}
.caption b { font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; font-size: 12.5px; color: var(--faint); }
.legend span { display: inline-flex; align-items: center; gap: 5px; }
.cells { display: flex; flex-wrap: wrap; gap: 3px; }
.cell {
  font-family: var(--mono); font-size: 11.5px; line-height: 17px; padding: 0 4px;
  border: 1.5px dotted var(--faint); border-radius: 3px; white-space: nowrap;
}
.cell.durable { border-style: solid; border-color: var(--text); }
.cell.applied { background: #009e73; color: #000; border-color: #00573f; }
table.state th[scope='row'] {
  color: var(--faint); font-weight: 500; white-space: nowrap; position: sticky; left: 0; background: var(--page);
}
table.state td { min-width: 96px; padding-left: 6px; }
table.state td.changed { box-shadow: inset 0 0 0 2px var(--accent); background: var(--soft); }
table.state td.differs { background: var(--mark); }
.glyph { display: inline-block; width: 1.25em; }
details summary { cursor: pointer; color: var(--accent); font-size: 13.5px; }
.exports { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 10px; }
.exports div {
  border: 1px solid var(--line); border-radius: 9px; padding: 10px 12px; display: flex; flex-direction: column;
  gap: 6px; justify-content: space-between;
}
.exports .acts { display: flex; gap: 6px; }
.order svg { max-width: 100%; height: auto; display: block; margin: 6px 0 10px; }
.events td:nth-child(1),
.events td:nth-child(2) { white-space: nowrap; }
.events tr[aria-current='true'] td { background: var(--mark); }
.events button.link { all: unset; cursor: pointer; color: var(--accent); text-decoration: underline; }
.events button.link:focus-visible { outline: 3px solid var(--accent); }
.js { display: none; }
.on .js { display: revert; }
.on .js.bar,
.on .js.group,
.on .js .group { display: flex; }
.replay .group { gap: 8px; flex-wrap: wrap; }
.on .nojs { display: none; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 9; }
footer {
  margin-top: 40px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 13px; color: var(--faint);
}
@media (max-width: 560px) {
  main { padding: 12px 14px 48px; }
  h1 { font-size: 21px; }
  .verdict { padding: 14px 16px; }
  ol.story > li { padding-left: 38px; }
  ol.story > li::before { left: 6px; }
  section > h2 { flex-wrap: wrap; }
  section > h2 .aside { margin-left: 0; width: 100%; text-align: left; }
  button,
  select { min-height: 40px; }
}
@media (prefers-reduced-motion: reduce) {
  html { scroll-behavior: auto; }
}
@page { margin: 11mm; }
@media print {
  :root {
    --page: #fff; --card: #fff; --soft: #fff; --text: #000; --faint: #333; --line: #999; --badsoft: #fff;
    --goodsoft: #fff; --warnsoft: #fff; --accent: #000; --bad: #000;
  }
  body { font-size: 9.5px; line-height: 1.32; }
  main { max-width: none; padding: 0; }
  section { margin-top: 9px; }
  section > h2 { padding-bottom: 2px; margin-bottom: 4px; break-after: avoid; }
  h1 { font-size: 15px; }
  h2 { font-size: 11.5px; }
  h3 { font-size: 10px; }
  table,
  .small,
  .kicker,
  .checked,
  section > h2 .aside { font-size: 9px; }
  th,
  td { padding: 1px 8px 1px 0; }
  thead th,
  footer,
  .tag,
  .cell { font-size: 9px; line-height: 1.3; }
  footer { margin-top: 10px; padding-top: 4px; }
  tr,
  .side,
  .diagram { break-inside: avoid; }
  .verdict { padding: 8px 12px; }
  .replay { margin-top: 6px; }
  .replay code { padding: 3px 8px; }
  .caption { min-height: 0; padding: 3px 8px; }
  ol.story > li { padding-top: 1px; padding-bottom: 1px; max-width: none; }
  ol.story > li::before { width: 15px; height: 15px; line-height: 13px; font-size: 9px; top: 1px; }
  #checks tr:not(.bad) .quiet,
  #events,
  #exports,
  #faults details,
  .configuration,
  .bar,
  .legend,
  .hint,
  .side details,
  button,
  .noprint,
  .on .js.bar { display: none !important; }
}
`;

/** As it stands in a page. */
export const style = sheet.replace(/\s*\n\s*/g, ' ').trim();
