import { actor, badge, base, cite, dot, each, esc, pageOf, quote, section, time, where } from "../lib/base.js";

export const data = pageOf("claims");

const other = (it) => `<li><a href="${it.url}">${esc(it.text)}</a> ${dot(it)}</li>\n`;
const bearing = (it) => `<li><b>${it.label}</b><ul>\n${each(it.claims, other)}</ul></li>\n`;

const change = (it) => `<p>${dot(it)}</p><p class="meta">In <a href="${it.briefing.url}">${esc(it.briefing.title)}</a>.</p>`;
const said = (it) => `<p class="meta">${actor(it.by)} <b>${it.stance}</b> · <a href="${it.context}">in context</a></p>`;
const entry = (it) => `<li><div class="entry"><p class="when">${time(it.day)}</p>
  ${it.change ? change(it.change) : ""}
  ${it.said ? said(it.said) : ""}
</div></li>
`;

export const render = ({ it, page }) => base(it.text, it.text, page.url, `<div class="two"><article class="stack">
<header>
  <p class="kicker"><b>Claim</b> ${it.row.kind} ${badge(it.row)}</p>
  <h1 class="claim-text" dir="auto">${esc(it.text)}</h1>
  <p class="deck">Said by ${actor(it.row.by)}, first ${time(it.row.day)}.</p>
</header>
${section("statements", "Statements", `<ol class="rows quotes"><li><div class="entry">
  <p class="when">${time(it.row.day)}</p>
  <p class="said">${actor(it.row.by)} <b>${it.row.stance}</b></p>
  ${quote(it.row)}
  <p class="meta">${where(it.row)}</p>
</div></li></ol>`)}
${section("argument", "What bears on it", it.bears.length ? `<ul class="argument">\n${each(it.bears, bearing)}</ul>` : `<p class="empty">No claim is connected with it.</p>`)}
${section("sources", "Sources", `<ul class="rows">\n${it.row.source ? `<li><div class="entry"><h3>${esc(it.row.source)}</h3></div></li>` : ""}</ul>`)}
${cite(it.text, it.row.day, it.id, page.url)}
</article>
<aside class="side" aria-label="About this claim">
${section("record", "Record", `<dl class="facts">
  <dt>Status</dt><dd>${dot(it.row)}, ${time(it.row.day)}</dd>
  <dt>Kind</dt><dd>${it.row.kind}</dd>
  <dt>Recorded in</dt><dd><a href="${it.briefing.url}">${esc(it.briefing.title)}</a></dd>
</dl>`)}
${section("history", "History", `<ol class="rows">\n${each(it.history, entry)}</ol>`)}
</aside></div>`);
