export const SITE = "https://example.org";

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const esc = (text) => (/[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (it) => escapes[it]) : text);
export const each = (list, made) => {
  let text = "";
  for (const it of list) text += made(it);
  return text;
};

export const base = (title, description, url, main) => `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${esc(title)} · Generated briefings</title>
  <meta name="description" content="${esc(description)}">
  <meta name="color-scheme" content="light dark">
  <meta property="og:site_name" content="Generated briefings">
  <meta property="og:title" content="${esc(title)}">
  <meta property="og:type" content="article">
  <meta property="og:url" content="${SITE}${url}">
  <link rel="canonical" href="${SITE}${url}">
  <link rel="alternate" type="application/atom+xml" title="Generated briefings" href="/atom.xml">
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/style.css">
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="masthead">
    <a class="brand" href="/">Generated briefings</a>
    <nav aria-label="Site">
      <ul>
        <li><a href="/briefings/">Briefings</a></li>
        <li><a href="/claims/">Claims</a></li>
        <li><a href="/actors/">Actors</a></li>
        <li><a href="/events/">Events</a></li>
      </ul>
    </nav>
  </header>
  <main id="main">
${main}
  </main>
  <footer class="foot">
    <ul class="links">
      <li><a href="/claims/">All claims</a></li>
      <li><a href="/atom.xml">Feed</a></li>
    </ul>
    <p>Every claim is tied to the words that carry it.</p>
  </footer>
</body>
</html>
`;

export const time = (day) => `<time datetime="${day.iso}">${day.words}</time>`;
export const dot = (it) => `<span class="dot" data-standing="${it.standing}">${it.status}</span>`;
export const badge = (it) => `<span class="badge" data-standing="${it.standing}">${it.status}</span>`;
export const actor = (it) => `<a class="actor" href="${it.url}">${esc(it.title)}</a>`;
export const where = (row) => `<a href="${row.context}">read in context</a>${row.event ? ` · at <a href="${row.event.url}">${esc(row.event.title)}</a>` : ""}${row.source ? ` · from ${esc(row.source)}` : ""}`;
export const quote = (row) => `<blockquote class="quote" data-standing="${row.standing}" dir="auto"><p><mark data-standing="${row.standing}">${esc(row.quote)}</mark></p></blockquote>`;

export const row = (it) => `<li><div class="entry">
  <p class="when">${time(it.day)}</p>
  <h3 dir="auto"><a href="${it.url}">${esc(it.text)}</a></h3>
  <p class="meta">${dot(it)} · ${it.kind} · ${actor(it.by)} <b>${it.stance}</b></p>
  ${quote(it)}
  <p class="meta">${where(it)}</p>
</div></li>
`;

export const dated = (it) => `<li><div class="entry">
  <p class="when">${time(it.day)}</p>
  <h3><a href="${it.url}">${esc(it.title)}</a></h3>
  ${it.summary ? `<p class="gist">${esc(it.summary)}</p>` : ""}
</div></li>
`;

export const section = (id, title, inner) => `<section aria-labelledby="${id}"><div class="head"><h2 id="${id}">${title}</h2></div>
${inner}</section>`;

export const cite = (title, day, id, url) => `<section aria-labelledby="cite">
  <div class="head"><h2 id="cite">Cite this</h2></div>
  <p class="citation">Generated briefings. “${esc(title)}”. Generated briefings, ${day.words}. ${SITE}${url}</p>
  <details class="cite"><summary>BibTeX</summary>
    <pre tabindex="0">@online{${id},
  author = {Generated briefings},
  title = {${esc(title)}},
  organization = {Generated briefings},
  date = {${day.iso}},
  url = {${SITE}${url}}
}</pre>
  </details>
  <details class="cite"><summary>CSL-JSON</summary>
    <pre tabindex="0">[
  {
    &quot;URL&quot;: &quot;${SITE}${url}&quot;,
    &quot;author&quot;: [
      {
        &quot;literal&quot;: &quot;Generated briefings&quot;
      }
    ],
    &quot;container-title&quot;: &quot;Generated briefings&quot;,
    &quot;id&quot;: &quot;${id}&quot;,
    &quot;issued&quot;: {
      &quot;circa&quot;: false,
      &quot;raw&quot;: &quot;${day.iso}&quot;
    },
    &quot;language&quot;: &quot;en&quot;,
    &quot;title&quot;: &quot;${esc(title)}&quot;,
    &quot;type&quot;: &quot;webpage&quot;
  }
]</pre>
  </details>
</section>`;

/** A list of the site, cut into pages. */
export const listOf = (name) => ({
  pagination: { data: `all_${name}`, size: 50, alias: "items", addAllPagesToCollections: false },
  eleventyExcludeFromCollections: true,
  permalink: (data) => (data.pagination.pageNumber ? `${name}/page/${data.pagination.pageNumber + 1}/index.html` : `${name}/index.html`),
});
export const list = (title, url, pagination, inner) => {
  const { href, pageNumber, pages } = pagination;
  const link = (rel, to, text) => (to ? `<a rel="${rel}" href="${to}">${text}</a>` : "");
  return base(title, title, url, `<h1>${title}</h1>
<ul class="rows list">
${inner}</ul>
<nav class="pager" aria-label="Pages">${link("prev", href.previous, "Before")}<span>${pageNumber + 1} of ${pages.length}</span>${link("next", href.next, "After")}</nav>`);
};

/** A page for each entry of a data file. */
export const pageOf = (name) => ({
  pagination: { data: `all_${name}`, size: 1, alias: "it", addAllPagesToCollections: false },
  eleventyExcludeFromCollections: true,
  permalink: (data) => `${name}/${data.it.id}/index.html`,
});
