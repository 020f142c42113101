import { SITE, each } from "../lib/base.js";

export const data = { permalink: "sitemap.xml", eleventyExcludeFromCollections: true };

const url = (address) => `<url><loc>${SITE}${address}</loc></url>\n`;

export const render = (it) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${each(["/", "/briefings/", "/claims/", "/actors/", "/events/"], url)}${each(it.all_briefings, (one) => url(one.url))}${each(it.all_claims, (one) => url(`/claims/${one.id}/`))}${each(it.all_actors, (one) => url(`/actors/${one.id}/`))}${each(it.all_events, (one) => url(`/events/${one.id}/`))}</urlset>
`;
