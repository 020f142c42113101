import { actor, badge, each, esc, list, listOf, time } from "../lib/base.js";

export const data = listOf("claims");

const entry = (it) => `<li><div class="entry">${badge(it.row)}<h3 dir="auto"><a href="/claims/${it.id}/">${esc(it.text)}</a></h3><p class="meta">${actor(it.row.by)} · ${it.row.kind} · ${time(it.row.day)}</p></div></li>\n`;

export const render = ({ items, page, pagination }) => list("Claims", page.url, pagination, each(items, entry));
