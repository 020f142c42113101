// What a page does beyond reading: previews, highlights and cards that light up together, filters of lists, citations,
// the choice of colours. Every page reads, links and prints without it; what needs it is hidden until it runs.
"use strict";
// A block, and no module: browsers load none for a page that is opened from a disk.
{
const page = document, root = page.body.dataset.root, all = (selector, within = page) => [...within.querySelectorAll(selector)];
// A page that is opened from a disk may read no other file.
const onDisk = location.protocol === "file:";
const narrow = matchMedia("(max-width: 61.99rem)"), pointing = matchMedia("(hover: hover)");
const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const keep = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* not kept */ } };
// What is done when the page comes, and again when a script has changed it in place and says so.
const settle = (act) => { act(); page.addEventListener("postil-changed", act); };
settle(() => { for (const it of all(".scripted")) it.hidden = false; });

// --- the search: its script comes when somebody first searches
if ("search" in page.body.dataset) {
  const form = page.querySelector("form[data-search]"), list = new URL(page.body.dataset.search, location.href);
  const tell = (words) => { page.querySelector("[data-part=told]").textContent = words; };
  const seek = (act) => import(new URL(`${root}search.js`, location.href)).then(act).catch(() => {
    if (form) tell("The search could not be loaded. Look in the list from A to Z."); else location.assign(list);
  });
  page.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!onDisk) seek((it) => it.open()); else if (!form) location.assign(list);
  });
  if (form && onDisk) {
    form.hidden = true;
    tell("Pages that are opened from a disk cannot be searched: browsers let them read no other file. Here is everything from A to Z.");
  } else if (form) {
    form.addEventListener("focusin", () => seek((it) => it.begin()), { once: true });
    if (location.search) seek((it) => it.begin());
  }
}

// --- light, dark, or what the system says
const scheme = page.querySelector(".scheme");
if (scheme) {
  const words = { "": "automatic", light: "light", dark: "dark" }, order = Object.keys(words);
  const show = (chosen) => {
    scheme.querySelector("span").textContent = words[chosen];
    if (chosen) page.documentElement.dataset.scheme = chosen; else delete page.documentElement.dataset.scheme;
  };
  const current = () => page.documentElement.dataset.scheme ?? "";
  settle(() => show(words[current()] ? current() : ""));
  scheme.addEventListener("click", () => {
    const next = order[(order.indexOf(current()) + 1) % order.length];
    show(next);
    keep("postil-scheme", next);
  });
}

// --- previews: the card of what a link leads to, from the bundle that holds it
const OPEN = 400, CLOSE = 250, bundles = new Map();
let box, sheet, timer, owner;
const address = (link) => {
  const url = new URL(link.href), base = new URL(root, location.href);
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return null;
  const path = decodeURI(url.pathname.slice(base.pathname.length));
  return /^(actors|briefings|claims|events|sources)\/./.test(path) && url.pathname !== location.pathname ? path : null;
};
const bundle = (path) => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193) >>> 0;
  return hash & (Number(page.body.dataset.previews) - 1);
};
const preview = async (path) => {
  const number = bundle(path);
  if (!bundles.has(number)) {
    bundles.set(number, fetch(new URL(`${root}previews/${number}.html`, location.href))
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
      .then((text) => new DOMParser().parseFromString(text, "text/html")));
    bundles.get(number).catch(() => bundles.delete(number));
  }
  return (await bundles.get(number)).querySelector(`[data-for="${CSS.escape(path)}"]`);
};
const layer = (name, kind) => {
  const it = page.createElement("div");
  it.id = it.className = name;
  it.popover = kind;
  page.body.append(it);
  return it;
};
const place = (link) => {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect(), size = box.getBoundingClientRect();
  const width = page.documentElement.clientWidth, gap = 8;
  const below = at.bottom + gap + size.height < innerHeight || at.top < size.height + gap;
  box.style.left = `${Math.max(gap, Math.min(at.left, width - size.width - gap))}px`;
  box.style.top = `${below ? at.bottom + gap : at.top - size.height - gap}px`;
};
const hide = () => {
  clearTimeout(timer);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  if (box?.matches(":popover-open")) box.hidePopover();
};
const later = () => { clearTimeout(timer); timer = setTimeout(hide, CLOSE); };
const show = async (link) => {
  const card = await preview(address(link)).catch(() => null);
  if (!card || owner !== link) return;
  if (!box) {
    box = layer("preview", "manual");
    box.setAttribute("role", "tooltip");
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", later);
  }
  box.replaceChildren(...page.importNode(card, true).childNodes);
  box.showPopover();
  place(link);
  link.setAttribute("aria-describedby", "preview");
};
const want = (link) => {
  clearTimeout(timer);
  if (link !== owner) timer = setTimeout(() => { hide(); owner = link; show(link); }, OPEN);
};
const linked = (event) => {
  const link = event.target.closest?.("main a[href]");
  return link && address(link) ? link : null;
};
if (HTMLElement.prototype.showPopover && page.body.dataset.previews && !onDisk) {
  page.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "mouse" && pointing.matches && linked(event);
    if (link) want(link);
  });
  page.addEventListener("pointerout", (event) => { if (linked(event)) later(); });
  page.addEventListener("focusin", (event) => {
    const link = linked(event);
    if (link?.matches(":focus-visible")) want(link); else if (owner) hide();
  });
  page.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });
  page.addEventListener("postil-stale", () => { hide(); bundles.clear(); });
}

// --- a highlight and its card light up together
let lit;
const light = () => {
  for (const it of all("[data-note].on")) if (it.dataset.note !== lit) it.classList.remove("on");
  if (lit) for (const it of all(`[data-note="${CSS.escape(lit)}"]`)) it.classList.add("on");
};
const pair = (event) => { lit = event.target.closest?.("[data-note]")?.dataset.note; light(); };
page.addEventListener("pointerover", pair);
page.addEventListener("focusin", pair);
settle(light);
const targeted = () => {
  const note = page.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[data-note]")?.dataset.note;
  for (const it of all("[data-note]")) it.classList.toggle("at", note !== undefined && it.dataset.note === note);
};
addEventListener("hashchange", targeted);
settle(targeted);

// --- on narrow screens a highlight or its number opens its card over the page
page.addEventListener("click", (event) => {
  if (!narrow.matches || !HTMLElement.prototype.showPopover || event.target.closest("a:not(.ref)")) return;
  const note = event.target.closest(".body mark[data-note], .body .ref")?.dataset.note;
  const card = note && page.querySelector(`.note[data-note="${CSS.escape(note)}"]`);
  if (!card) return;
  event.preventDefault();
  sheet ??= layer("sheet", "auto");
  const copy = page.createElement("div"), close = page.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => sheet.hidePopover());
  copy.className = "note";
  copy.dataset.standing = card.dataset.standing;
  copy.append(...page.importNode(card, true).childNodes);
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-label", card.querySelector(".num").getAttribute("aria-label").split(":")[0]);
  sheet.replaceChildren(close, copy);
  sheet.showPopover();
  close.focus();
});

// --- what of a briefing is shown: highlights or none, the claims of one speaker
const tool = (name) => page.querySelector(`[data-tool=${name}]`);
const choose = () => {
  const by = tool("voice")?.value, kept = new Set();
  page.querySelector(".body")?.classList.toggle("bare", tool("marks")?.checked === false);
  for (const card of all(".note[data-by]")) {
    const wanted = !by || card.dataset.by.split(" ").includes(by);
    card.classList.toggle("off", !wanted);
    if (wanted) kept.add(card.dataset.note);
  }
  for (const it of all(".body :is(mark, .ref)[data-note]")) it.classList.toggle("off", Boolean(by) && !kept.has(it.dataset.note));
};
page.addEventListener("change", ({ target }) => {
  if (target === tool("marks")) keep("postil-marks", target.checked ? "" : "off");
  if (target.matches("[data-tool=marks], [data-tool=voice]")) choose();
});
settle(() => {
  const marks = tool("marks");
  if (!marks) return;
  marks.checked = recall("postil-marks") !== "off";
  choose();
});

// --- copying: a link to a place, or a text
page.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const from = button.dataset.copy, text = from.startsWith("text:") ? page.getElementById(from.slice(5)).textContent
    : new URL(from, location.href).href;
  const said = button.textContent;
  button.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not copied");
  setTimeout(() => { button.textContent = said; }, 1600);
});

// --- lists: filter and order, with the other parts of a long list fetched when they are first needed
for (const tools of all("[data-tool=list]")) {
  const [words, order, told] = ["input", "select", "output"].map((it) => tools.querySelector(it));
  const { parts = 1, first, others, part = 1 } = tools.dataset;
  const chosen = () => order?.value ?? "";
  let lists, home, whole, complete;
  const adopt = (number, list, row) => home.set(row, [list, number * 1e5 + home.size]);
  const read = () => {
    [lists, home, whole, complete] = [all("main .list"), new Map(), null, parts < 2];
    for (const list of lists) for (const row of list.children) adopt(Number(part), list, row);
  };
  const fetchAll = async () => {
    const begun = home;
    for (let number = 1; number <= Math.min(parts, 100); number++) {
      if (number === Number(part)) continue;
      const answer = await fetch(new URL(number === 1 ? first : others.replace("{number}", number), location.href));
      const other = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (home !== begun) return;
      for (const link of all("main .list a[href]", other)) link.href = new URL(link.getAttribute("href"), answer.url).href;
      for (const row of all("main .list > *", other)) { lists[0].append(page.adoptNode(row)); adopt(number, lists[0], row); }
    }
    page.querySelector("main .pager")?.remove();
    complete = parts <= 100;
  };
  const key = {
    title: (row) => row.querySelector("h2, h3, a")?.textContent.trim().toLocaleLowerCase() ?? "",
    date: (row) => row.querySelector("time")?.dateTime ?? "",
    status: (row) => row.querySelector(".badge, .dot")?.textContent ?? "",
    count: (row) => Number(row.dataset.count ?? row.querySelector("[data-count]")?.dataset.count ?? 0),
  };
  const apply = async () => {
    const wanted = words.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (parts > 1 && !onDisk && (wanted.length || chosen())) await (whole ??= fetchAll().catch(() => {}));
    const by = key[chosen()], sign = ["date", "count"].includes(chosen()) ? -1 : 1;
    const compare = (a, b) => (a < b ? -sign : a > b ? sign : 0);
    const sorted = [...home.keys()].sort((a, b) => (by && compare(by(a), by(b))) || home.get(a)[1] - home.get(b)[1]);
    // In another order, and with rows of other pages, the headings of this page say nothing.
    const flat = Boolean(by || whole);
    let shown = 0;
    for (const row of sorted) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
      (flat ? lists[0] : home.get(row)[0]).append(row);
    }
    const empty = (within) => ![...within.querySelectorAll(".list > *")].some((row) => !row.hidden);
    if (lists.length > 1) for (const list of lists) {
      list.hidden = ![...list.children].some((row) => !row.hidden);
      if (list.previousElementSibling?.matches(".month")) list.previousElementSibling.hidden = list.hidden || flat;
      const section = list.closest("section");
      if (section) section.hidden = empty(section);
    }
    tools.closest("main").classList.toggle("sorted", flat);
    told.textContent = wanted.length ? `${shown} of ${home.size}${complete ? "" : " on this page"}` : "";
  };
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) words.value = asked;
  words.addEventListener("input", apply);
  order?.addEventListener("change", apply);
  settle(() => { read(); if (words.value || chosen()) apply(); });
}
}
