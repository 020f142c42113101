import { SITE, each, esc } from "../lib/base.js";

export const data = { permalink: "atom.xml", eleventyExcludeFromCollections: true, eleventyImport: { collections: ["newest"] } };

const entry = (it) => `<entry>
<title>${esc(it.data.title)}</title>
<published>${it.data.day.iso}T00:00:00Z</published>
<updated>${it.data.day.iso}T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="${SITE}${it.url}"/>
<id>${SITE}${it.url}</id>
<summary>${esc(it.data.summary)}</summary>
<content type="html">${esc(it.content)}</content>
</entry>
`;

export const render = ({ collections: { newest } }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Generated briefings</title>
<link rel="self" type="application/atom+xml" href="${SITE}/atom.xml"/>
<link rel="alternate" type="text/html" href="${SITE}/"/>
<updated>${newest[0].data.day.iso}T00:00:00Z</updated>
<id>${SITE}/</id>
${each(newest, entry)}</feed>
`;
