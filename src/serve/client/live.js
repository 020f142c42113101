// What a served page does beyond what a built one does: it listens, and shows what differs without being loaded anew.
import { Idiomorph } from "./idiomorph.js";

const page = document, own = page.querySelector("script[data-postil]");
const all = (selector, within = page) => [...within.querySelectorAll(selector)];
let { mark, looks } = own.dataset, stream, patience = 200, again;

// --- listening. A hidden tab does not: a browser holds six connections to a host, and all tabs share them.
const stop = () => { clearTimeout(again); stream?.close(); stream = null; };
const listen = () => {
  if (stream || page.hidden) return;
  stream = new EventSource(`/_postil/events?${new URLSearchParams({ page: location.pathname, mark, looks })}`);
  stream.onopen = () => { patience = 200; };
  stream.onmessage = (event) => { const told = JSON.parse(event.data); heard[told.what]?.(told); };
  // The address holds what is shown, which is another by now: so not the same address again.
  stream.onerror = () => { stop(); again = setTimeout(listen, patience); patience = Math.min(patience * 2, 4000); };
};
page.addEventListener("visibilitychange", () => (page.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);

const heard = {
  page: (told) => { mark = told.mark; looks = told.looks; show(told.html); },
  reload: () => location.reload(),
  styles: (told) => { looks = told.looks; for (const [href, word] of told.sheets) swap(href, word); },
  gone: ({ to }) => notice(to),
  problems: ({ html }) => overlay(html),
  fine: () => dismiss(),
  navigate: ({ to }) => { if (new URL(to, location.href).pathname !== location.pathname) location.assign(to); },
};

// --- the page becomes what it would be, and what readers and scripts did to it stays
const STATES = ["on", "at", "off", "bare", "sorted"], before = new WeakMap();
const isOwn = (node) => node.nodeType === 1 && (node.dataset.postil !== undefined || node.matches(".preview, .sheet"));
const isField = (node) => node.nodeType === 1 && node.matches("input, select, textarea");
const heads = (it) => all("head link[rel=stylesheet]:not([data-postil]), head script[src]:not([data-postil])", it)
  .map((each) => each.getAttribute("data-href") ?? each.getAttribute("href") ?? each.getAttribute("src")).join("\n");
const callbacks = {
  beforeNodeRemoved: (node) => !isOwn(node),
  beforeNodeMorphed: (node, next) => {
    if (isOwn(node) || (isField(node) && node.outerHTML === next.outerHTML)) return false;
    if (node.classList) before.set(node, STATES.filter((state) => node.classList.contains(state)));
    return true;
  },
  afterNodeMorphed: (node) => { for (const state of before.get(node) ?? []) node.classList.add(state); },
  // Whatever was opened stays open.
  beforeAttributeUpdated: (name, node, how) => !(name === "open" && how === "remove" && node.matches("details, dialog")),
};
const show = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  if (heads(next) !== heads(page)) return location.reload();
  const selected = remembered();
  page.title = next.title;
  for (const name of ["lang", "dir"]) {
    if (page.documentElement.getAttribute(name) !== next.documentElement.getAttribute(name)) {
      page.documentElement.setAttribute(name, next.documentElement.getAttribute(name) ?? "");
    }
  }
  Idiomorph.morph(page.body, next.body, { morphStyle: "outerHTML", ignoreActiveValue: true, restoreFocus: true, callbacks });
  for (const it of all(".scripted")) it.hidden = false;
  for (const it of all("[data-tool=list] input")) if (it.value) it.dispatchEvent(new Event("input"));
  for (const it of all("[data-tool=list] select, [data-tool=voice]")) if (it.value) it.dispatchEvent(new Event("change"));
  dispatchEvent(new Event("hashchange"));
  links();
  restore(selected);
};

// --- what is selected stays selected where its words still stand
const remembered = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  return { text: selection.toString(), start: [startContainer, startOffset], end: [endContainer, endOffset], block: startContainer.parentElement?.closest("p, li, h1, h2, h3, td, blockquote") };
};
const restore = (was) => {
  const selection = getSelection();
  if (!was || selection.toString() === was.text || !was.block?.isConnected) return;
  const walker = page.createTreeWalker(was.block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const at = nodes.map((node) => node.data).join("").indexOf(was.text);
  if (at < 0) return;
  const place = (offset) => {
    let left = offset;
    for (const node of nodes) { if (left <= node.length) return [node, left]; left -= node.length; }
    return [nodes.at(-1), nodes.at(-1).length];
  };
  selection.setBaseAndExtent(...place(at), ...place(at + was.text.length));
};

// --- a style sheet is put beside the one before, and takes its place when it is there
const swap = (href, word) => {
  const path = new URL(href, location.href).pathname;
  for (const link of all("link[rel=stylesheet]:not([data-postil])")) {
    if (new URL(link.href).pathname !== path || link.dataset.word === word) continue;
    const next = link.cloneNode();
    next.dataset.word = word;
    next.dataset.href ??= link.getAttribute("href");
    next.href = `${path}?${word}`;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }
};

// --- over the page: what is wrong, and that the page is no more
const layer = (name) => {
  page.getElementById(name)?.remove();
  const host = page.createElement("div"), root = host.attachShadow({ mode: "open" }), style = page.createElement("link");
  host.id = name;
  host.dataset.postil = "";
  style.rel = "stylesheet";
  style.href = "/_postil/live.css";
  root.append(style);
  page.documentElement.append(host);
  return root;
};
const dismiss = (name = "postil-problems") => page.getElementById(name)?.remove();
const button = (words, act) => {
  const it = page.createElement("button");
  it.textContent = words;
  it.addEventListener("click", act);
  return it;
};
const overlay = (html) => {
  const open = page.activeElement, root = layer("postil-problems"), box = page.createElement("section");
  box.className = "problems";
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-label", "Problems");
  box.tabIndex = -1;
  box.innerHTML = html;
  const foot = page.createElement("footer");
  foot.append("The page is the last one without errors. This goes away when they are gone; Escape shows the page. ", button("Close", () => dismiss()));
  box.append(foot);
  root.append(box);
  if (!open || open === page.body) box.focus({ preventScroll: true });
};
page.addEventListener("keydown", (event) => { if (event.key === "Escape") dismiss(); });
const notice = (to) => {
  const root = layer("postil-gone"), box = page.createElement("section"), link = page.createElement("a");
  box.className = "notice";
  box.setAttribute("role", "status");
  box.append(to ? "This page has moved. " : "This page is no longer part of the site. ");
  link.href = to ?? "/";
  link.textContent = to ? `Go to ${decodeURI(to)}` : "Go to the home page";
  box.append(link, " ", button("Close", () => dismiss("postil-gone")));
  root.append(box);
};

// --- beside headings and cards: where they were written
const edit = (target, where, words) => {
  if (target.querySelector(":scope > .postil-edit")) return;
  const link = page.createElement("a");
  link.className = "postil-edit";
  link.dataset.postil = "";
  link.href = `/_postil/edit?${new URLSearchParams(where)}`;
  link.textContent = "edit";
  link.setAttribute("aria-label", words);
  target.append(" ", link);
};
const links = () => {
  if (page.body.classList.contains("postil")) return;
  const here = location.pathname, words = (it) => it.textContent.trim().replace(/\s+/g, " ").slice(0, 80);
  const title = page.querySelector("main h1");
  if (title) edit(title, { page: here }, `Edit: ${words(title)}`);
  for (const it of all(".body :is(h2, h3, h4, h5, h6)[id]")) edit(it, { page: here, at: it.id }, `Edit: ${words(it)}`);
  for (const it of all(".note[id]")) edit(it.querySelector(".note-head") ?? it, { page: here, at: it.id }, `Edit: ${words(it.querySelector(".num") ?? it)}`);
  for (const it of all("main .entry :is(h2, h3) > a[href], main .entry > a[href]")) {
    edit(it.parentElement, { page: new URL(it.href).pathname }, `Edit: ${words(it)}`);
  }
};
links();
listen();
