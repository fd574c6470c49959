// Keeps the page in step with the workspace: asks for it again after every change and swaps in what is new.
"use strict";

const $ = (id) => document.getElementById(id);
const facts = () => JSON.parse(document.body.dataset.facts);
const WRONG = {
  unknown_command: (answer) => `${answer.command} is not a valid command.`,
  no_text: () => "There is nothing to send.",
  is_archived: () => "This channel is archived.",
  user_not_found: () => "There is nobody of that name here.",
};

async function post(path, body) {
  const answer = await fetch(`/_control/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: document.body.dataset.user, channel: document.body.dataset.channel, ...body }),
  });
  return answer.json();
}

function complaint(answer) {
  const known = WRONG[answer.error];
  return known ? known(answer) : `That did not work: ${answer.detail || answer.error}`;
}

// Swapping in

let running = null;
let again = false;

async function refresh() {
  if (running) { again = true; return running; }
  running = (async () => {
    do {
      again = false;
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } while (again);
  })().catch(() => {}).finally(() => { running = null; });
  return running;
}

function swap(fresh) {
  document.title = fresh.title;
  document.body.dataset.user = fresh.body.dataset.user;
  document.body.dataset.channel = fresh.body.dataset.channel;
  document.body.dataset.facts = fresh.body.dataset.facts;
  $("app").className = fresh.getElementById("app").className;
  for (const id of ["sidebar", "head"]) swapWhole($(id), fresh.getElementById(id));
  swapKeyed($("composer"), fresh.getElementById("composer"));
  swapLog($("log"), fresh.getElementById("log"));
  const now = $("thread-log"), next = fresh.getElementById("thread-log");
  if (now && next && now.dataset.log === next.dataset.log) swapLog(now, next);
  else if (now || next) {
    $("thread").replaceChildren(...fresh.getElementById("thread").childNodes);
    if (next) { toEnd($("thread-log")); $("reply").focus(); } else $("say").focus();
  }
}

function swapWhole(now, next) {
  const isOpen = document.activeElement?.id === "actor" && now.contains(document.activeElement);
  if (now.innerHTML !== next.innerHTML && !isOpen) now.innerHTML = next.innerHTML;
}

function swapKeyed(now, next) {
  if (now.dataset.key === next.dataset.key) return;
  now.replaceWith(next);
  next.querySelector("textarea").focus();
}

// One message at a time, so that a screen reader hears only what is new and no menu closes by itself.
function swapLog(now, next) {
  if (now.dataset.log !== next.dataset.log) { now.replaceWith(next); toEnd(next); return; }
  const nearEnd = now.scrollHeight - now.scrollTop - now.clientHeight < 120;
  const wanted = new Set([...next.children].map((child) => child.id));
  for (const child of [...now.children]) if (!wanted.has(child.id)) child.remove();
  let place = now.firstElementChild;
  for (const child of [...next.children]) {
    if (place && place.id === child.id) {
      const following = place.nextElementSibling;
      if (place.dataset.key !== child.dataset.key) place.replaceWith(child);
      place = following;
    } else {
      now.insertBefore(child, place);
    }
  }
  if (nearEnd) toEnd(now);
}

function toEnd(log) { log.scrollTop = log.scrollHeight; }

function go(href) {
  history.pushState(null, "", href);
  return refresh();
}

// What a person does

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-go], .sidebar a");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    closeMenu();
    await go(link.href);
    return;
  }
  const pressed = event.target.closest("button[data-action], a[data-action]");
  if (pressed) await press(pressed, pressed.dataset.value);
  const jump = event.target.closest("[data-advance], [data-tomorrow-morning]");
  if (jump) await move(jump);
  if (event.target.closest("#menu")) toggleMenu();
  const choice = event.target.closest(".choices li");
  if (choice) choose(choice);
});

document.addEventListener("change", async (event) => {
  if (event.target.id === "actor") {
    const to = new URL(location.href);
    to.searchParams.set("user", event.target.value);
    event.target.blur();
    await go(to.href);
  } else if (event.target.matches("select[data-action]")) {
    await press(event.target, event.target.value);
  }
});

async function press(element, value) {
  if (element.dataset.confirm && !window.confirm(element.dataset.confirm)) return;
  element.setAttribute("aria-busy", "true");
  const answer = await post("action", { ts: element.dataset.message, action_id: element.dataset.action, value: value || undefined });
  setTimeout(() => element.removeAttribute("aria-busy"), 600);
  element.closest("details")?.removeAttribute("open");
  if (!answer.ok) $("composer").querySelector(".trouble").textContent = complaint(answer);
}

async function move(button) {
  const body = button.dataset.advance ? { advance_seconds: Number(button.dataset.advance) } : { to: $("clock").dataset.tomorrow };
  const answer = await post("clock", body);
  if (!answer.ok) $("composer").querySelector(".trouble").textContent = complaint(answer);
}

function toggleMenu() {
  const open = $("sidebar").classList.toggle("open");
  $("menu").setAttribute("aria-expanded", String(open));
}

function closeMenu() {
  $("sidebar").classList.remove("open");
  $("menu").setAttribute("aria-expanded", "false");
}

// Composer

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".composer");
  if (!form) return;
  event.preventDefault();
  send(form);
});

async function send(form) {
  const box = form.querySelector("textarea"), trouble = form.querySelector(".trouble");
  const text = box.value.trim();
  if (!text) return;
  const isCommand = text.startsWith("/");
  if (isCommand && form.dataset.thread) {
    trouble.textContent = "Commands do not work in threads.";
    return;
  }
  const answer = await post(isCommand ? "command" : "message", { text, thread_ts: form.dataset.thread });
  trouble.textContent = answer.ok ? "" : complaint(answer);
  if (!answer.ok) return;
  box.value = "";
  grow(box);
  hideChoices(form);
  toEnd(form.parentElement.querySelector(".log"));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  grow(event.target);
  suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  if (!event.target.matches(".composer textarea")) return;
  const form = event.target.closest(".composer"), list = form.querySelector(".choices");
  const at = list.querySelector('[aria-selected="true"]');
  if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at.nextElementSibling : at.previousElementSibling;
    if (next) select(event.target, next);
  } else if (!list.hidden && (event.key === "Tab" || (event.key === "Enter" && !isWhole(event.target, at)))) {
    event.preventDefault();
    choose(at);
  } else if (event.key === "Escape") {
    hideChoices(form);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(form);
  }
});

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function suggest(box) {
  const form = box.closest(".composer"), list = form.querySelector(".choices");
  const before = box.value.slice(0, box.selectionStart);
  const { commands, people } = facts();
  let found = [];
  if (/^\/\S*$/.test(before) && !form.dataset.thread) {
    found = commands.filter((each) => each.name.startsWith(before)).map((each) => [each.name, each.hint, each.about, ""]);
  } else {
    const typed = /(^|\s)@([^@\n]*)$/.exec(before);
    if (typed) found = people.filter((name) => name.toLowerCase().startsWith(typed[2].toLowerCase())).map((name) => [`@${name}`, "", "", typed[2]]);
    if (typed && found.length === 1 && typed[2].toLowerCase() === found[0][0].slice(1).toLowerCase()) found = [];
  }
  list.replaceChildren(...found.map(([name, hint, about], index) => option(list.id, index, name, hint, about)));
  list.hidden = !found.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (found.length) select(box, list.firstElementChild);
}

function option(id, index, name, hint, about) {
  const item = document.createElement("li");
  item.id = `${id}-${index}`;
  item.role = "option";
  item.dataset.name = name;
  const parts = { b: name, small: hint, em: about };
  for (const [tag, text] of Object.entries(parts)) {
    const part = document.createElement(tag);
    part.textContent = text;
    item.append(part);
  }
  return item;
}

function select(box, item) {
  for (const other of item.parentElement.children) other.setAttribute("aria-selected", String(other === item));
  box.setAttribute("aria-activedescendant", item.id);
}

function isWhole(box, item) { return box.value.trim() === item.dataset.name; }

function choose(item) {
  const form = item.closest(".composer"), box = form.querySelector("textarea");
  const before = box.value.slice(0, box.selectionStart), after = box.value.slice(box.selectionStart);
  const start = item.dataset.name.startsWith("/") ? 0 : before.lastIndexOf("@");
  box.value = `${before.slice(0, start)}${item.dataset.name} ${after}`;
  box.focus();
  hideChoices(form);
}

function hideChoices(form) {
  form.querySelector(".choices").hidden = true;
  const box = form.querySelector("textarea");
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

// The stream of changes

function listen() {
  const stream = new EventSource("/_page/changes");
  stream.addEventListener("change", refresh);
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
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
else toEnd($("log"));
if ($("thread-log")) toEnd($("thread-log"));
listen();
