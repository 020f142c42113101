import { base, dated, each, esc, pageOf, row, section } from "../lib/base.js";

export const data = pageOf("actors");

export const render = ({ it, page }) => base(it.name, it.name, page.url, `<div class="two"><article class="stack">
<header><p class="kicker"><b>Actor</b> ${it.kind}</p><h1>${esc(it.name)}</h1></header>
${section("statements", "Statements", `<ol class="rows">\n${each(it.statements, row)}</ol>`)}
</article>
<aside class="side" aria-label="About this actor">
${section("briefings", "Briefings", `<ul class="rows">\n${each(it.briefings, dated)}</ul>`)}
${section("events", "Events", `<ul class="rows">\n${each(it.events, dated)}</ul>`)}
</aside></div>`);
