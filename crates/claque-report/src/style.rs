//! How the report looks: one sheet, inline. Colours differ in lightness as well as in hue, every colour
//! has a pattern, and none means guilt.

/// The style sheet.
pub const CSS: &str = r#"
:root{color-scheme:light dark;--paper:#faf9f6;--card:#fff;--ink:#1b2127;--soft:#535d67;--line:#d8d5cd;--self:#2a6a9c;--directed:#7a5aa8;--doubt:#c97a05;--other:#8a939b;--note:#f3ecdc;--track:#eceae3;--t1:#fbe3b6;--t2:#f7cf8b;--t3:#f0b75f;--t4:#e49d35;--t5:#cf8216;--t6:#b1690a;--t7:#8e5207;--t8:#6b3c06;--t9:#472806}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--paper:#14181c;--card:#1b2126;--ink:#ebe8e2;--soft:#a9b2ba;--line:#363e46;--self:#5fa8d8;--directed:#b89ce4;--doubt:#f2ab3d;--other:#8d979f;--note:#2a2620;--track:#262d33;--t1:#fdf0d5;--t2:#fbdfae;--t3:#f8cc83;--t4:#f2b653;--t5:#e09c31;--t6:#c4821e;--t7:#a36a17;--t8:#835413;--t9:#76501c}}
:root[data-theme=dark]{color-scheme:dark;--paper:#14181c;--card:#1b2126;--ink:#ebe8e2;--soft:#a9b2ba;--line:#363e46;--self:#5fa8d8;--directed:#b89ce4;--doubt:#f2ab3d;--other:#8d979f;--note:#2a2620;--track:#262d33;--t1:#fdf0d5;--t2:#fbdfae;--t3:#f8cc83;--t4:#f2b653;--t5:#e09c31;--t6:#c4821e;--t7:#a36a17;--t8:#835413;--t9:#76501c}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Khmer",sans-serif}
main,header,footer,.edition{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1,h2,h3{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Noto Serif",serif;line-height:1.25;font-weight:600;text-wrap:balance}
h1{font-size:clamp(1.35rem,.95rem + 1.6vw,1.9rem);margin:.6rem 0 1.1rem;text-wrap:pretty}
h2{font-size:1.5rem;margin:3.2rem 0 .8rem;padding-top:1rem;border-top:2px solid var(--ink)}
h3{font-size:1.25rem;margin:0 0 .2rem}
h4,.minor{font-size:.95rem;margin:1.6rem 0 .4rem}
.minor{font-family:inherit;font-weight:650}
p{margin:.5rem 0;max-width:46rem}
a{color:inherit;text-underline-offset:.2em}
bdi,.u{overflow-wrap:anywhere}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.head{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;font-size:.875rem;color:var(--soft)}
.head b{color:var(--ink)}
.totals{display:grid;grid-template-columns:repeat(3,1fr);gap:.25rem 1.25rem;margin:0 0 .9rem}
.totals div{border-top:6px solid var(--self);padding-top:.4rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.totals .directed{border-color:var(--directed)}
.totals .doubted{border-color:var(--doubt)}
.totals dd{margin:0;font-size:clamp(1.35rem,.8rem + 2.6vw,2.3rem);line-height:1.15;font-variant-numeric:tabular-nums;font-weight:650;letter-spacing:-.01em}
.totals dt{font-size:.875rem;line-height:1.35;color:var(--soft)}
.totals .part{font-size:.5em;font-weight:500;letter-spacing:0;color:var(--soft);white-space:nowrap}
.halo{stroke:var(--paper);stroke-width:4;stroke-linecap:round}.reach{stroke:var(--ink);stroke-width:2}
.stamp{display:inline-block;border:1.5px solid var(--ink);padding:.2rem .6rem;font-size:.875rem;font-weight:650;margin:.3rem 0}
nav{margin:1.2rem 0 0;font-size:.9rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:0}
svg{display:block;width:100%;overflow:visible}
svg.defs{position:absolute;width:0;height:0}
.f-self{fill:var(--self)}.f-directed{fill:url(#dots)}.f-doubt{fill:url(#hatch)}.f-other{fill:var(--other)}
.c-self{fill:var(--self)}.c-directed{fill:var(--directed)}.c-doubt{fill:var(--doubt)}.c-paper{fill:var(--paper)}
.s-paper{stroke:var(--paper)}
.track{fill:var(--line);opacity:.55}
.axis{stroke:var(--soft);stroke-width:1}
.grid{stroke:var(--line);stroke-width:1}
.span{stroke-width:2;opacity:.5}
.dot{fill-opacity:.7;stroke-width:1}
.dot.k-doubt,.span.k-doubt{fill:var(--doubt);stroke:var(--doubt)}
.dot.k-directed,.span.k-directed{fill:var(--directed);stroke:var(--directed)}
.dot.k-other,.span.k-other{fill:var(--other);stroke:var(--other)}
.tick{fill:var(--soft);font-size:12px}
figure{margin:1rem 0}
figcaption{font-size:.875rem;color:var(--soft);margin:.3rem 0}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.875rem;color:var(--soft);list-style:none;padding:0;margin:.5rem 0}
.legend svg{width:1.1rem;height:.8rem;display:inline-block;margin-right:.4rem;vertical-align:-.05rem}
.rows{list-style:none;margin:.8rem 0;padding:0}
.rows>li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem;padding:.4rem 0}
.rows>li>svg{grid-column:1/-1}
.rows .n{color:var(--soft);font-variant-numeric:tabular-nums;font-size:.875rem;text-align:right;align-self:end}
.crew{--behind:var(--card);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1.2rem 1.25rem;margin:1.2rem 0}
.crew .said{font-size:1.05rem;margin:.1rem 0 .8rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.5rem,1fr));gap:.6rem 1rem;margin:.8rem 0}
.facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.facts dd{margin:0;font-weight:650;font-size:1.1rem;font-variant-numeric:tabular-nums;line-height:1.3}
.facts .wide{grid-column:span 2}
.facts dt{font-size:.85rem;color:var(--soft)}
.kinds{display:grid;grid-template-columns:minmax(8rem,16.5rem) 1fr 3.5rem;gap:.15rem .8rem;align-items:center;font-size:.9rem;margin:.4rem 0}
.kinds .p{text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
.kinds .called{font-weight:650;color:var(--ink)}
.lane{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:0 1rem;align-items:center;font-size:.85rem;line-height:1.25}
.lane.served{grid-template-columns:11rem minmax(0,1fr) 5rem 10.5rem}
.lane .n{color:var(--soft);font-variant-numeric:tabular-nums;font-size:.8rem;text-align:right}
.lane .label{overflow:hidden;max-height:2.5em;text-align:right}
.why{list-style:none;padding:0;margin:.4rem 0}
.why>li.end{border-top:2px solid var(--ink)}
.why>li.end:last-child{border-bottom:2px solid var(--ink)}
.why>li{display:grid;grid-template-columns:8.5rem 11rem 3.2rem minmax(0,1fr);gap:.1rem 1rem;padding:.45rem 0;border-top:1px solid var(--line);align-items:start}
.why>li.scale{border:0;padding:0}
.why .piece{font-weight:650;font-size:.95rem}
.why .n{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}
.why svg{margin-top:.3rem}
.why .text{font-size:.95rem}
details{margin:.6rem 0;font-size:.9rem}
summary{cursor:pointer;color:var(--soft);padding:.15rem 0}
summary:hover{color:var(--ink)}
.scroll{--shade:color-mix(in srgb,var(--ink) 30%,transparent);overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--behind,var(--paper)) 40%,transparent),linear-gradient(270deg,var(--behind,var(--paper)) 40%,transparent) 100%,linear-gradient(90deg,var(--shade),transparent),linear-gradient(270deg,var(--shade),transparent) 100%;background-repeat:no-repeat;background-size:2.5rem 100%,2.5rem 100%,.6rem 100%,.6rem 100%;background-attachment:local,local,scroll,scroll}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}
td.n,th.n{text-align:right}
td.u{min-width:9rem}
.date{white-space:nowrap}
.hash{display:inline-block;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.75rem;overflow-wrap:anywhere;min-width:14rem}
.sum td:first-child{text-align:right;width:9rem;font-weight:600}
.sum tr.total td{border-top:2px solid var(--ink);border-bottom:none}
table.sum{max-width:26rem}
ul.plain{padding-left:1.1rem;max-width:46rem}
ul.plain li{margin:.35rem 0;overflow-wrap:anywhere}
dl.words{max-width:46rem}
dl.words dt{font-weight:650;margin-top:.5rem}
dl.words dd{margin:0}
.note{background:var(--note);border-left:4px solid var(--soft);padding:.5rem .9rem;max-width:46rem}
.pic{margin:.8rem 0 1.6rem}
.drawn{padding-top:.4rem}
.side-by-side{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2rem}
.side-by-side .pic{margin-bottom:.4rem}
.side-by-side>div:has(details[open]){grid-column:1/-1}
.drawn>ol{margin-top:0}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em;overflow-wrap:anywhere}
.hit{fill:transparent;stroke:none}
.hit:hover{fill:var(--ink);fill-opacity:.08}
.c-other{fill:var(--other)}.c-self,.c-directed,.c-doubt,.c-other{stroke:none}
.f-ink{fill:var(--ink);opacity:.75}
.end{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 2}
.outline{fill:var(--track);stroke:var(--other);stroke-width:1}
.surge{fill:var(--ink);stroke:var(--ink)}.stop{fill:none;stroke:var(--ink);stroke-width:1.25}
.points{fill:none;stroke-width:4;stroke-linecap:round}
.points.k-doubt{stroke:var(--doubt)}.points.k-directed{stroke:var(--directed)}.points.k-other{stroke:var(--other)}
.curve{fill:none;stroke:var(--self);stroke-width:2}
path.points:not([class*=k-]){stroke:var(--self);stroke-width:7}
.limit{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:5 4}
.axis-name{text-align:center;margin:0;max-width:none}
.t1{fill:var(--t1)}.t2{fill:var(--t2)}.t3{fill:var(--t3)}.t4{fill:var(--t4)}.t5{fill:var(--t5)}.t6{fill:var(--t6)}.t7{fill:var(--t7)}.t8{fill:var(--t8)}.t9{fill:var(--t9)}
.key{display:flex;gap:.6rem;align-items:center;font-size:.8rem;color:var(--soft);margin:.5rem 0}
.blocks path,.key rect{stroke:var(--soft);stroke-width:.75;vector-effect:non-scaling-stroke}
.key svg{width:12rem;flex:0 1 auto;min-width:3rem}
table.cells{width:auto;font-size:.75rem}
table.cells th,table.cells td{padding:.1rem .35rem;text-align:center}
.strip{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr auto;gap:.1rem 1rem;align-items:center;font-size:.9rem}
.strip .n{text-align:right;font-variant-numeric:tabular-nums}
.strip .main{font-weight:650}
.tools{display:flex;flex-wrap:wrap;gap:.4rem;margin:.2rem 0}
button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
.tool{border:1px solid var(--other);border-radius:4px;padding:.1rem .6rem;font-size:.8rem;color:var(--soft)}
.tool:hover{color:var(--ink);border-color:var(--ink)}
nav .tool{margin-top:.5rem}
th button{font-weight:600;color:var(--soft);text-align:inherit}
th button:hover{color:var(--ink);text-decoration:underline}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.filter{display:block;margin:.5rem 0;color:var(--soft)}
.filter input{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--other);border-radius:4px;padding:.15rem .4rem;max-width:16rem}
.tip{position:fixed;z-index:9;max-width:min(24rem,calc(100vw - 1rem));background:var(--ink);color:var(--paper);padding:.35rem .6rem;border-radius:4px;font-size:.8rem;line-height:1.35;white-space:pre-line;overflow-wrap:anywhere;pointer-events:none}
:focus-visible{outline:2px solid var(--self);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-99rem;background:var(--card);padding:.3rem .8rem}
.skip:focus{left:1rem;top:.4rem;z-index:9}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.at{outline:2px solid var(--ink);outline-offset:1px}
.hit.at{outline:none;fill:var(--ink);fill-opacity:.16}
.scroll.far{max-height:85vh;overflow-y:auto}
.far thead th{position:sticky;top:0;z-index:1;background:var(--behind,var(--paper));box-shadow:0 1px var(--line)}
.far th:first-child,.far td:first-child{position:sticky;left:0;background:var(--behind,var(--paper))}
.far thead th:first-child{z-index:2}
.far td:first-child{min-width:9rem}
.totals .all{border-color:var(--ink)}
.growth{display:grid;grid-template-columns:minmax(0,1fr) 4.2rem;gap:0 .5rem}
.plot{overflow:visible}
.both{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.5rem;align-items:end}
.both .short{align-self:start}
#by-country h3{margin-top:2.4rem}
.panel{font-size:.9rem;font-weight:650;margin:.2rem 0 .5rem;text-wrap:balance}
.weeks{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.2rem 1.5rem;margin:.6rem 0}
.week-lane{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem .8rem;padding-right:4.7rem;font-size:.85rem;break-inside:avoid}
.week-lane .n{color:var(--soft);font-variant-numeric:tabular-nums}
.week-lane svg{grid-column:1/-1}
.band{fill:var(--ink);opacity:.16}
.expected{fill:none;stroke:var(--ink);stroke-width:1.25;opacity:.75}
.ghost{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}
.whisker{stroke:var(--doubt);stroke-width:3}
.assumptions>li{border-top:1px solid var(--line)}
.assumptions .main{border-left:3px solid var(--ink);padding-left:.6rem}
.assumptions .main span:first-child{font-weight:650}
.signals{list-style:none;padding:0;max-width:52rem}
.signals li{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.1rem 1rem;padding:.45rem 0;border-top:1px solid var(--line)}
.explanations{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem 2rem}
.explanations h4{margin:.2rem 0}
.explanations p{margin:.15rem 0}
.fit{font-weight:650;font-size:.9rem;color:var(--soft)}
.next-page{margin-top:4rem;border-top:6px solid var(--line)}
footer{margin-top:3rem;padding-bottom:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.875rem;color:var(--soft)}
@media (min-width:800px){
.pic:has(>details:not([open]))>.tools{width:max-content;margin:-2.3rem 0 0 auto}
.untested{columns:2;column-gap:2rem;max-width:none!important}
.untested li{break-inside:avoid;margin-top:0}
}
@media (max-width:640px){
body{font-size:15.5px}
main,header,footer,.edition{padding-left:1rem;padding-right:1rem}
header{padding-top:.9rem}
h1{margin:.4rem 0 .8rem;line-height:1.28}
.totals{grid-template-columns:minmax(0,1fr);gap:.5rem}
.totals div{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:0 .8rem;align-items:baseline;border-top-width:4px}
.totals dd{order:-1}
.rows>li{grid-template-columns:minmax(0,1fr)}
.rows .n{text-align:left}
.crew{padding:1rem .9rem;margin-left:-.3rem;margin-right:-.3rem}
.kinds{grid-template-columns:minmax(0,1fr) 4.5rem 3.6rem;gap:.15rem .6rem}
.kinds .p{font-size:.8rem}
.scroll table{width:max-content;min-width:100%}
.scroll table:not(:has(th:nth-child(4))){width:100%}
.scroll td{max-width:17rem}
.growth .second{display:none}
.lane{grid-template-columns:minmax(0,1fr);padding-top:.3rem}
.lane .label{text-align:left;max-height:1.25em}
.lane.served{grid-template-columns:minmax(0,1fr) auto}
.lane.served>svg:nth-child(2){grid-area:2/1/3/3}
.lane.served>svg:nth-child(3){display:none}
.lane.axis-row{padding-top:0}
.lane.axis-row .label{display:none}
.why>li{grid-template-columns:minmax(0,1fr) 5rem 3rem}
.why .text{grid-column:1/-1}
.signals li{grid-template-columns:minmax(0,1fr)}
.growth{grid-template-columns:minmax(0,1fr) 3.6rem}
.week-lane{padding-right:4.1rem}
.strip{grid-template-columns:minmax(0,1fr) auto}
.strip svg{grid-column:1/-1;grid-row:auto;order:1}
.wide-only{display:none}
.both,.weeks,.side-by-side{grid-template-columns:minmax(0,1fr)}
.key{font-size:.75rem}
}
@media print{
:root:root:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--self:#2a6a9c;--directed:#7a5aa8;--doubt:#c97a05;--note:#fff;--track:#eceae3}
body{font-size:10.5pt}
nav,.tools,.filter,.tip,.skip{display:none}
.scroll.far{max-height:none}
details:not(.long)::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none}
.long:not([open])>summary[data-paper]::after{content:" ("attr(data-paper)")"}
@page{margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#444}}
main,header,footer,.edition{max-width:none;padding-left:0;padding-right:0}
.crew{break-inside:auto;background:none;border:0;border-top:1px solid #000;border-radius:0;padding:.8rem 0 0}
.why>li{grid-template-columns:8rem 8rem 2.8rem minmax(0,1fr)}
h2,h3,h4,.lead,dt,.legend,.panel{break-after:avoid}
.facts,figcaption,dd{break-before:avoid}
.facts,.facts>div,.rows>li,.why>li,.lane,tr,li,.drawn,.side-by-side>div,.totals{break-inside:avoid}
.drawn:has(>ol){break-inside:auto}
.drawn{zoom:.85}
.drawn:has(.lane,.blocks){zoom:.68}
.side-by-side{grid-template-columns:repeat(3,minmax(0,1fr));gap:0 1.2rem}
.facts{grid-template-columns:repeat(auto-fit,minmax(5rem,1fr))}
.side-by-side svg[height="18"] text:nth-child(even){display:none}
h3+p{break-after:avoid}
details{margin:.2rem 0}
.side-by-side details:not([open]),[data-name$="-kinds"] details,[data-name$="-why"] details{display:none}
p,li,dd{orphans:3;widows:3}
thead{display:table-header-group}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"#;
