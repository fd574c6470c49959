// Keeps the page in step with the workspace: asks for it again after every change and swaps in what is new.
import { $, complain, post } from "./ask.js";
import "./composer.js";
import { dress, fillFields, readFields } from "./elements.js";
import { showModal } from "./modal.js";
import { follow, isNearEnd, open, toEnd } from "./scroll.js";

// Swapping in

let running = null;
let again = false;

async function refresh() {
  if (running) { again = true; return running; }
  running = (async () => {
    do {
      again = false;
      const href = location.href, answer = await fetch(withSince(href), { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (href === location.href) swap(fresh); else again = true;
    } while (again);
  })().catch(() => {}).finally(() => { running = null; });
  return running;
}

// The address to ask for; while it is the same channel, what was new at first stays marked as new.
function withSince(href) {
  const to = new URL(href), asked = to.searchParams, now = document.body.dataset;
  const isSame = asked.get("channel") === now.channel && asked.get("user") === now.user;
  if (isSame && $("log")) asked.set("since", $("log").dataset.since);
  return to.href;
}

// The address in full: who looks at which channel.
function settle() {
  const here = new URL(location.href), { user, channel, tab } = document.body.dataset;
  for (const [key, value] of Object.entries({ channel, user, tab })) if (value) here.searchParams.set(key, value);
  here.searchParams.delete("app");
  if (here.href !== location.href) history.replaceState(null, "", here);
}

function swap(fresh) {
  document.title = fresh.title;
  Object.assign(document.body.dataset, fresh.body.dataset);
  $("app").className = fresh.getElementById("app").className;
  swapWhole($("sidebar"), fresh.getElementById("sidebar"));
  swapMain($("main"), fresh.getElementById("main"));
  swapSide($("pane"), fresh.getElementById("pane"));
  showModal(fresh.getElementById("modal"));
  settle();
  dress(document);
}

function swapMain(now, next) {
  if (now.dataset.key !== next.dataset.key) {
    now.replaceWith(next);
    open($("log"));
    ($("say") ?? $("home"))?.focus();
    tellTab();
    return;
  }
  swapWhole($("head"), next.querySelector("#head"));
  if ($("log")) swapLog($("log"), next.querySelector("#log"));
  if ($("home")) swapKeyed($("home"), next.querySelector("#home"));
  if ($("composer")) swapKeyed($("composer"), next.querySelector("#composer"));
}

function swapSide(now, next) {
  if (now && next && now.dataset.key === next.dataset.key) {
    swapLog($("side-log"), next.querySelector("#side-log"));
    const text = now.querySelector(".inspector > .json pre"), fresh = next.querySelector(".inspector > .json pre");
    if (text && fresh && text.textContent !== fresh.textContent) text.textContent = fresh.textContent;
    return;
  }
  if (!now && !next) return;
  $("side").replaceChildren(...(next ? [next] : []));
  if (next) {
    if ($("reply")) toEnd($("side-log"));
    ($("reply") ?? next.querySelector(".inspector")).focus();
  } else {
    const [, ts] = now.dataset.key.split("-");
    ($(`m-${ts}`) ?? $("say"))?.focus({ preventScroll: true });
  }
}

function swapWhole(now, next) {
  const isOpen = document.activeElement?.id === "actor" && now.contains(document.activeElement);
  if (now.innerHTML !== next.innerHTML && !isOpen) keepingFocus(now, now, () => { now.innerHTML = next.innerHTML; });
}

function swapKeyed(now, next) {
  if (now.dataset.key !== next.dataset.key) replace(now, next);
}

// In place of the old: what was picked or typed in it stays, and so does the focus.
function replace(now, next) {
  const held = readFields(now);
  keepingFocus(now, next, () => now.replaceWith(next));
  fillFields(next, held);
}

function keepingFocus(now, next, change) {
  const all = (root) => [root, ...root.querySelectorAll("a, button, summary, select, input, textarea")];
  const at = all(now).indexOf(document.activeElement);
  change();
  if (at >= 0) all(next)[at]?.focus({ preventScroll: true });
}

// One message at a time, so that a screen reader hears only what is new and no menu closes by itself.
function swapLog(now, next) {
  const wasNearEnd = isNearEnd(now), added = [];
  const wanted = new Set([...next.children].map((child) => child.id));
  for (const child of [...now.children]) if (!wanted.has(child.id)) child.remove();
  let place = now.firstElementChild;
  for (const child of [...next.children]) {
    if (place && place.id === child.id) {
      const following = place.nextElementSibling;
      if (place.dataset.key !== child.dataset.key) replace(place, child);
      place = following;
    } else {
      now.insertBefore(child, place);
      added.push(child);
    }
  }
  if (now.matches(".log") && added.length) follow(now, added, wasNearEnd);
}

function go(href) {
  history.pushState(null, "", href);
  return refresh();
}

// The app hears when somebody opens its Home or Messages tab.
function tellTab() {
  if (document.body.dataset.tab) post("app_home", { tab: document.body.dataset.tab });
}

// A link drawn for somebody else, just before the page became another person's, leads on as that person.
function asMyself(href) {
  const to = new URL(href), user = new URL(location.href).searchParams.get("user");
  if (user) to.searchParams.set("user", user);
  return to.href;
}

// What a person does

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-go], .sidebar a");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    closeMenu();
    await go(asMyself(link.href));
    return;
  }
  const jump = event.target.closest("[data-advance], [data-tomorrow-morning]");
  if (jump) complain(await post("clock", jump.dataset.advance ? { advance_seconds: Number(jump.dataset.advance) } : { to: $("clock").dataset.tomorrow }));
  if (event.target.closest("#menu")) toggleMenu();
  else if (!event.target.closest(".sidebar")) closeMenu();
});

document.addEventListener("change", async (event) => {
  if (event.target.id !== "actor") return;
  const to = new URL(location.href);
  to.searchParams.set("user", event.target.value);
  if (document.body.dataset.tab) { to.searchParams.delete("channel"); to.searchParams.set("app", "1"); }
  event.target.blur();
  await go(to.href);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("modal")) escape();
  const from = document.activeElement?.closest(".log, .message");
  if (from === document.activeElement && (event.key === "ArrowUp" || event.key === "ArrowDown")) walk(event, from);
});

// Closes what lies on top: an open menu, the list of channels, the pane beside the channel.
function escape() {
  const menu = document.querySelector(".overflow[open], .multi[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
  if ($("sidebar").classList.contains("open")) { closeMenu(); $("menu").focus(); return; }
  if (!$("reply")?.value) $("pane")?.querySelector(".close").click();
}

// From message to message with the arrow keys.
function walk(event, from) {
  const messages = [...(from.closest(".log").querySelectorAll(".message"))];
  const at = messages.indexOf(from), step = event.key === "ArrowUp" ? -1 : 1;
  const to = at < 0 ? messages.at(-1) : messages[at + step];
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

function toggleMenu() {
  const isOpen = $("sidebar").classList.toggle("open");
  $("menu").setAttribute("aria-expanded", String(isOpen));
}

function closeMenu() {
  $("sidebar").classList.remove("open");
  $("menu").setAttribute("aria-expanded", "false");
}

// The stream of changes

function listen() {
  const stream = new EventSource("/_page/changes");
  stream.addEventListener("change", refresh);
  stream.addEventListener("traffic", () => { if (document.querySelector(".traffic")) refresh(); });
  stream.addEventListener("clock", (event) => {
    const clock = JSON.parse(event.data);
    $("clock").textContent = clock.shown;
    $("clock").dateTime = clock.iso;
    $("clock").dataset.tomorrow = clock.tomorrow;
  });
  stream.addEventListener("open", () => { $("stopped").hidden = true; refresh(); });
  stream.addEventListener("error", () => { $("stopped").hidden = false; });
}

window.addEventListener("popstate", refresh);
settle();
open($("log"));
if (location.hash) $(location.hash.slice(1))?.scrollIntoView();
if ($("reply")) toEnd($("side-log"));
const first = $("modal");
if (first) { first.remove(); showModal(first); }
dress(document);
tellTab();
listen();
