import { actor, base, cite, dated, dot, each, esc, section, time, where } from "../lib/base.js";

const count = (it) => `<span class="dot" data-standing="${it.standing}">${it.count} ${it.status}</span> `;
const neighbour = (rel, label, it) => `<a rel="${rel}" href="${it.url}"><span class="meta">${label}</span> ${esc(it.title)}</a>`;
const other = (it) => `<a href="${it.url}">another claim<span class="vh">: ${esc(it.text)}</span></a>`;
const bearing = (it) => ` · ${it.label} ${it.claims.map(other).join(", ")}`;
const note = ({ anchor, number, row, bears }) => `<li class="note" id="note_${anchor}" data-standing="${row.standing}" data-note="${number}">
  <p class="note-head"><a class="num" href="#${anchor}" aria-label="Note ${number}: back to the text">${number}</a> <span class="who">${actor(row.by)}</span> ${dot(row)}</p>
  <p class="note-text" dir="auto">${esc(row.text)}</p>
  <p class="note-links"><span>${row.kind}${each(bears, bearing)} · </span><a href="${row.url}" aria-label="Open claim, note ${number}">Open<span> claim</span></a></p>
  ${row.source ? `<p class="paper">${esc(row.source)}</p>` : ""}
  <details class="more"><summary>Details<span class="vh"> of note ${number}</span></summary>
  <p>${actor(row.by)} <b>${row.stance}</b>, ${time(row.day)} · ${where(row)}</p>
  </details>
</li>
`;

export const render = (it) => base(it.title, it.summary, it.page.url, `<article class="briefing">
<header class="lede">
  <p class="kicker"><b>Briefing</b> ${time(it.day)}</p>
  <h1>${esc(it.title)}</h1>
  <p class="deck">${esc(it.summary)}</p>
  <p class="dots">${each(it.tally, count)}</p>
</header>
<div class="body">
<div class="prose">${it.content}</div>
<ol class="notes" role="list" aria-label="Claims">
${each(it.notes, note)}</ol>
</div>
<aside class="rail" aria-label="In this briefing"><p class="meta">Actors</p><ul>
${each(it.actors, (one) => `<li>${actor(one)}</li>\n`)}</ul></aside>
<div class="after stack">
${section("events", "Events in this briefing", `<ul class="rows">\n${each(it.events, dated)}</ul>`)}
${section("sources", "Sources", `<ul class="rows">\n${each(it.sources, (one) => `<li>${esc(one)}</li>\n`)}</ul>`)}
${cite(it.title, it.day, it.page.fileSlug, it.page.url)}
<nav class="neighbours" aria-label="Neighbouring briefings">${it.before ? neighbour("prev", "Before", it.before) : ""}${it.after ? neighbour("next", "After", it.after) : ""}</nav>
</div>
</article>`);
