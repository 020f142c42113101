import { each, esc, list, listOf, time } from "../lib/base.js";

export const data = listOf("events");

const entry = (it) => `<li><div class="entry"><p class="when">${time(it.day)}</p><h3><a href="/events/${it.id}/">${esc(it.title)}</a></h3><p class="meta">${esc(it.place)}</p></div></li>\n`;

export const render = ({ items, page, pagination }) => list("Events", page.url, pagination, each(items, entry));
