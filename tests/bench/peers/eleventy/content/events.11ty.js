import { actor, base, dated, each, esc, pageOf, row, section, time } from "../lib/base.js";

export const data = pageOf("events");

const participant = (it) => `<li>${actor(it.actor)}${it.role ? `, ${it.role}` : ""}</li>\n`;

export const render = ({ it, page }) => base(it.title, it.title, page.url, `<div class="two"><article class="stack">
<header><p class="kicker"><b>Event</b> ${time(it.day)} · ${esc(it.place)}</p><h1>${esc(it.title)}</h1></header>
${section("participants", "Participants", `<ul class="plain">\n${each(it.actors, participant)}</ul>`)}
${section("said", "Said at this event", `<ol class="rows">\n${each(it.statements, row)}</ol>`)}
</article>
<aside class="side" aria-label="About this event">
${section("briefings", "Briefings", `<ul class="rows">\n${each(it.briefings, dated)}</ul>`)}
</aside></div>`);
