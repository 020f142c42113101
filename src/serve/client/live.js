// What a served page does beyond what a built one does: it listens, and becomes what differs without being loaded anew.
import { Idiomorph } from "./idiomorph.js";

const page = document, all = (selector, within = page) => [...within.querySelectorAll(selector)];
// The server's own pages, which no author wrote, and which only their whole address tells apart.
const isServers = page.body.classList.contains("postil");
const { mark, looks, origin } = page.querySelector("script[data-postil]").dataset, shown = { mark, looks, origin };

// --- listening. A hidden tab does not: a browser holds six connections to a host, and all tabs share them.
const SOON = 200, LATE = 4000, LOST = 3000;
let stream, again, lost, patience = SOON;
const stop = () => { clearTimeout(again); stream?.close(); stream = null; };
const listen = () => {
  if (stream || page.hidden) return;
  clearTimeout(again);
  const where = location.pathname + (isServers ? location.search : "");
  stream = new EventSource(`/_postil/events?${new URLSearchParams({ page: where, ...shown })}`);
  stream.onopen = () => { patience = SOON; clearTimeout(lost); lost = null; dismiss("postil-lost"); };
  stream.onmessage = (event) => {
    const told = JSON.parse(event.data);
    for (const key of Object.keys(shown)) shown[key] = told[key] ?? shown[key];
    heard[told.what]?.(told);
  };
  // A stream that comes again by itself would ask with what was shown when it first came.
  stream.onerror = () => {
    stop();
    again = setTimeout(listen, patience);
    patience = Math.min(patience * 2, LATE);
    lost ??= setTimeout(() => notice("postil-lost", "Postil does not answer. The page follows again when it does."), LOST);
  };
};
page.addEventListener("visibilitychange", () => (page.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);

const heard = {
  page: ({ html }) => become(new DOMParser().parseFromString(html, "text/html")),
  reload: () => location.reload(),
  styles: ({ looks }) => dress(looks),
  stale: () => page.dispatchEvent(new Event("postil-stale")),
  gone: ({ to }) => notice("postil-gone", to ? "This page has moved." : "This page is no longer part of the site.", to ?? home()),
  problems: ({ html, sum }) => overlay(html, sum),
  fine: () => { dismiss("postil-problems"); close(""); },
  navigate: ({ to }) => { if (!isServers && new URL(to, location.href).pathname !== location.pathname) location.assign(to); },
};
const home = () => new URL(page.body.dataset.root ?? "/", location.href).pathname;

// --- the page becomes what it would be, and what readers did to it stays
const FIELDS = { value: "input, textarea", checked: "input", selected: "option", open: "details, dialog", hidden: ".scripted" };
const isAdded = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(".preview, .sheet, .seek");
const callbacks = {
  beforeNodeRemoved: (node) => !isAdded(node),
  beforeAttributeUpdated: (name, node) => !(FIELDS[name] && node.matches(FIELDS[name])),
};
// What runs, what it looks like and what has controls is made when a page is loaded, not when it is changed. What the page says
// to search engines does not run.
const made = (it) => all("script:not([data-postil], [type='application/ld+json']), style, link[rel=stylesheet]:not([data-postil])", it)
  .map((each) => each.outerHTML).join() + all("[data-tool=list]", it).length;
const loaded = made(page);
const become = (next) => {
  if (made(next) !== loaded) { location.reload(); return; }
  const back = [...all("select").map(choice), focus(), selection(), reading()];
  page.title = next.title;
  for (const name of ["lang", "dir"]) page.documentElement[name] = next.documentElement[name];
  Idiomorph.morph(page.body, next.body, { callbacks });
  edits();
  for (const put of back) put();
  page.dispatchEvent(new Event("postil-changed"));
  page.dispatchEvent(new Event("postil-stale"));
};
// Elements may come to stand for others: each of these finds again what was meant.
const choice = (select) => {
  // Its name stands for an option: values are only numbers on the page, and a count is not part of a name.
  const name = (it) => it?.text.replace(/ \(\d+\)$/, ""), chosen = name(select.selectedOptions[0]);
  return () => { select.selectedIndex = Math.max(0, [...select.options].findIndex((it) => name(it) === chosen)); };
};
const focus = () => {
  const it = page.activeElement;
  if (!it || it === page.body) return () => {};
  const id = it.closest("[id]")?.id, href = it.getAttribute("href");
  const kind = it.localName + (href === null ? "" : `[href="${CSS.escape(href)}"]`);
  const like = () => { const within = (id && page.getElementById(id)) || page.body; return [within, ...all(kind, within)]; };
  const at = like().indexOf(it);
  return () => { const found = like()[at]; if (found !== page.activeElement) found?.focus({ preventScroll: true }); };
};
// What is read stays where it is on the screen. Browsers see to that for elements, which is not enough here.
const reading = () => {
  const blocks = () => {
    const found = new Map();
    for (const it of all("main :is(h1, h2, h3, h4, h5, h6, p, li, tr, pre)")) {
      const words = it.textContent;
      found.set(words, found.has(words) ? null : it);
    }
    return found;
  };
  const top = (it) => it?.getBoundingClientRect().top ?? -1;
  const seen = [...blocks()].map(([words, it]) => [words, top(it)]).filter(([words, at]) => words && at >= 0 && at < innerHeight);
  return () => {
    const now = blocks(), [words, was] = seen.find(([words]) => now.get(words)) ?? [];
    if (words && scrollY) scrollBy({ top: top(now.get(words)) - was, behavior: "instant" });
  };
};
const selection = () => {
  const now = getSelection();
  if (now.isCollapsed || !now.rangeCount) return () => {};
  const range = now.getRangeAt(0), words = range.toString(), before = page.createRange(), holders = [];
  before.setEnd(range.startContainer, range.startOffset);
  for (let it = range.commonAncestorContainer; it; it = it.parentNode) {
    before.setStart(it, 0);
    if (it.nodeType === Node.ELEMENT_NODE) holders.push([it, before.toString().length]);
  }
  return () => {
    if (now.rangeCount && now.getRangeAt(0).toString() === words) return;
    const [within, start] = holders.find(([it]) => it.isConnected), texts = textsOf(within);
    const at = nearest(texts.map((it) => it.data).join(""), words, start);
    if (at >= 0) now.setBaseAndExtent(...place(texts, at), ...place(texts, at + words.length));
  };
};
const textsOf = (within) => {
  const walker = page.createTreeWalker(within, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
};
const nearest = (text, words, start) => {
  let best = -1;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (best < 0 || Math.abs(at - start) < Math.abs(best - start)) best = at;
  }
  return best;
};
const place = (texts, offset) => {
  for (const text of texts) { if (offset <= text.length) return [text, offset]; offset -= text.length; }
  return [texts.at(-1), texts.at(-1).length];
};

// --- each style sheet is put beside the one before, and takes its place when it is there. All of them, because one may
// import what changed.
const dress = (word) => {
  const sheets = Map.groupBy(all("link[rel=stylesheet]:not([data-postil])"), (link) => new URL(link.href).pathname);
  for (const [path, links] of sheets) {
    const next = links[0].cloneNode();
    if (new URL(next.href).origin !== location.origin) continue;
    next.href = `${path}?${word}`;
    next.onload = () => { for (const link of links) link.remove(); };
    next.onerror = () => next.remove();
    links.at(-1).after(next);
  }
};

// --- over the page, where its styles do not reach
const layer = (name) => {
  page.getElementById(name)?.remove();
  const host = page.createElement("div"), root = host.attachShadow({ mode: "open" }), style = new CSSStyleSheet();
  const rules = page.querySelector("link[data-postil]").sheet?.cssRules ?? [];
  style.replaceSync([...rules].map((rule) => rule.cssText).join("\n"));
  root.adoptedStyleSheets = [style];
  host.id = name;
  page.documentElement.append(host);
  return root;
};
const dismiss = (name) => {
  const host = page.getElementById(name);
  // A dialog that is closed gives the focus back.
  host?.shadowRoot.querySelector("dialog")?.close();
  host?.remove();
};
const element = (kind, name, ...content) => {
  const it = page.createElement(kind);
  it.className = name;
  it.append(...content);
  return it;
};
const button = (words, act) => {
  const it = element("button", "", words);
  it.type = "button";
  it.addEventListener("click", act);
  return it;
};
const notice = (name, words, to) => {
  const link = element("a", "", to === home() ? "Go to the home page" : `Go to ${decodeURI(to ?? "")}`);
  link.href = to ?? "";
  const box = element("section", "notice", words, ...(to ? [" ", link] : []), " ", button("Close", () => dismiss(name)));
  box.setAttribute("role", "alert");
  layer(name).append(box);
};

// --- what is wrong. Whoever closes it sees the page until something else is wrong, also after going to another page.
const CLOSED = "postil-closed";
const closed = () => { try { return sessionStorage.getItem(CLOSED); } catch { return null; } };
const close = (sum) => { try { sessionStorage.setItem(CLOSED, sum); } catch { /* it opens again */ } };
const overlay = (html, sum) => {
  const open = page.getElementById("postil-problems")?.shadowRoot.querySelector("dialog");
  if (open) {
    Idiomorph.morph(open.firstChild, html, { morphStyle: "innerHTML" });
    open.dataset.sum = sum;
  }
  const dialog = open ?? dialogOf(html, sum);
  if (closed() !== sum && !dialog.open) present(dialog);
};
// The keyboard begins before the first problem.
const present = (dialog) => { dialog.showModal(); dialog.focus(); };
const dialogOf = (html, sum) => {
  const dialog = element("dialog", "problems"), told = element("div", ""), root = layer("postil-problems");
  told.innerHTML = html;
  dialog.append(told, element("p", "foot", "The page behind this is the last one without errors. ", button("Close", () => dialog.close())));
  dialog.setAttribute("aria-labelledby", "problems");
  dialog.tabIndex = -1;
  dialog.dataset.sum = sum;
  dialog.addEventListener("close", () => { if (dialog.isConnected) close(dialog.dataset.sum); });
  const show = button("Show problems", () => present(dialog));
  root.append(dialog, element("section", "notice reminder", "This page is the last one without errors. ", show));
  return dialog;
};

// --- beside headings, cards and rows of claims: where they were written. The word stands in the style sheet, so that it
// is in no text that is copied, searched or counted.
const edit = (words, where, put) => {
  const link = element("a", "postil-edit");
  link.href = `/_postil/edit?${new URLSearchParams(where)}`;
  link.setAttribute("aria-label", words);
  put(link);
};
const edits = () => {
  if (isServers) return;
  const here = location.pathname, title = page.querySelector("main h1");
  // A title that nobody sees holds no link that somebody could see.
  if (shown.origin && title) edit("Edit this page", { page: here }, (link) => (title.matches(".vh") ? title.after(link) : title.append(link)));
  for (const it of all(":is(.body, .prose) :is(h2, h3, h4, h5, h6)[id]")) {
    edit("Edit this section", { page: here, at: it.id }, (link) => it.append(link));
  }
  for (const it of all(".note[id]")) {
    const open = it.querySelector(".note-links > a:last-of-type");
    edit(`Edit note ${it.dataset.note}`, { page: here, at: it.id }, (link) => (open ? open.after(link) : it.append(link)));
  }
  for (const it of all("main .entry :is(h2, h3) > a[href*='claims/']")) {
    edit("Edit this claim", { page: new URL(it.href).pathname }, (link) => it.after(link));
  }
};
edits();
listen();
