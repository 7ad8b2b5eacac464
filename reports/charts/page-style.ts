/**
 * The style of the page of charts, and the digest by which its content security policy knows it: nothing else may style the page,
 * and nothing at all may be loaded or run. Colours are those of Okabe and Ito, each with an outline.
 */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2937;--soft:#4b5563;--rule:#d1d5db;--band:#f3f4f6;--alarm:#5b0a5e}
@media(prefers-color-scheme:dark){:root{--paper:#111827;--ink:#f3f4f6;--soft:#b6bec9;--rule:#374151;
--band:#1f2937;--alarm:#e879f9}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.25rem clamp(.8rem,3vw,2rem) 3rem;max-width:84rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 .8rem}
h2{font-size:1.3rem;line-height:1.25;margin:2.6rem 0 .5rem;padding-top:1rem;border-top:2px solid var(--rule)}
h3{font-size:1.02rem;margin:0}
p{margin:.4rem 0;max-width:76ch}
ul.facts{margin:.3rem 0;padding-left:1.2rem;color:var(--soft)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.9rem 0 0;padding:0}
a{color:inherit;text-decoration-thickness:1px;text-underline-offset:3px}
a:focus-visible,.scroll:focus-visible{outline:3px solid #0072b2;outline-offset:2px}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--band);
padding:.1em .35em;border-radius:4px;overflow-wrap:anywhere}
figure{margin:1.5rem 0 0;padding:1rem;border:1px solid var(--rule);border-radius:8px}
.parts{display:grid;gap:.8rem 1.6rem;grid-template-columns:minmax(0,1fr);align-items:start}
@media(min-width:62rem){.parts{grid-template-columns:minmax(0,6fr) minmax(0,7fr)}}
ul.keys{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;margin:.5rem 0 .3rem;padding:0;font-size:.88rem;color:var(--soft)}
ul.keys li{display:flex;align-items:center;gap:.4rem}
svg.key{width:2rem;height:1rem;flex:none}
svg.chart{display:block;width:100%;height:auto;font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:.28rem .5rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--rule);white-space:nowrap}
th{font-weight:600}
thead th{vertical-align:bottom;white-space:normal}
th:first-child{text-align:left;padding-left:0;white-space:nowrap}
td span{display:block;color:var(--soft);font-size:.82rem}
.notes{font-size:.88rem;color:var(--soft)}
.notes p{margin:.3rem 0;max-width:none}
.alarm{color:var(--alarm);border-left:4px solid var(--alarm);padding-left:.8rem}
footer{margin-top:2.6rem;padding-top:1rem;border-top:2px solid var(--rule);font-size:.9rem;color:var(--soft)}
text{fill:var(--soft)}text.name{fill:var(--ink)}
.grid,.between{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1.2}
.line{fill:none;stroke:var(--s,var(--ink));stroke-width:1.6;stroke-opacity:.75}
.bar{fill:none;stroke:var(--s,var(--ink));stroke-width:1.8}
.mark{fill:var(--s,var(--ink));stroke:var(--ink);stroke-width:1}
.reference{fill:none;stroke:var(--s,var(--ink));stroke-width:1.4;stroke-dasharray:5 4}
.expected{stroke:var(--s,var(--ink));stroke-width:2.4}
.s0{--s:#0072b2}.s1{--s:#e69f00}.s2{--s:#009e73}.s3{--s:#cc79a7}.s4{--s:#56b4e9}.s5{--s:#d55e00}.s6{--s:#6b7280}
@media(prefers-color-scheme:dark){.s0{--s:#56b4e9}.s4{--s:#f0e442}.s6{--s:#9ca3af}}
@media(max-width:38rem){svg.chart{font-size:18px}}
@media print{body{max-width:none}figure{break-inside:avoid}}
`;

/** SHA-256 of it, in base64. */
export const pageStyleDigest = '02/LTPuHBjzxqK0nb8H+MERNIXrO+cnJmq6h16qm/DI=';
