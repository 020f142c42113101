import { each, esc, list, listOf } from "../lib/base.js";

export const data = listOf("actors");

const entry = (it) => `<li><div class="entry"><h3><a href="/actors/${it.id}/">${esc(it.name)}</a></h3><p class="meta">${it.kind} · ${it.statements.length} statements · ${it.briefings.length} briefings</p></div></li>\n`;

export const render = ({ items, page, pagination }) => list("Actors", page.url, pagination, each(items, entry));
