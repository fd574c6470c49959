// The box to write in: sends messages and commands, completes commands and names.
import { $, complain, facts, post } from "./ask.js";
import { toEnd } from "./scroll.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".composer");
  if (!form) return;
  event.preventDefault();
  send(form);
});

async function send(form) {
  const box = form.querySelector("textarea"), text = box.value.trim();
  if (!text) return;
  const isCommand = text.startsWith("/");
  if (isCommand && form.dataset.thread) {
    form.querySelector(".trouble").textContent = "Commands do not work in threads.";
    return;
  }
  if ($("log")) $("log").dataset.since = ""; // who writes has read
  const answer = await post(isCommand ? "command" : "message", { text, thread_ts: form.dataset.thread });
  complain(answer, form);
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

document.addEventListener("click", (event) => {
  const choice = event.target.closest(".choices li");
  if (choice) choose(choice);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  const form = event.target.closest(".composer"), list = form.querySelector(".choices");
  const at = list.querySelector('[aria-selected="true"]');
  if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at.nextElementSibling ?? list.firstElementChild : at.previousElementSibling ?? list.lastElementChild;
    select(event.target, next);
  } else if (!list.hidden && (event.key === "Tab" || (event.key === "Enter" && !isWhole(event.target, at)))) {
    event.preventDefault();
    choose(at);
  } else if (!list.hidden && event.key === "Escape") {
    event.stopImmediatePropagation();
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
  for (const [tag, text] of Object.entries({ b: name, small: hint, em: about })) {
    const part = document.createElement(tag);
    part.textContent = text;
    item.append(part);
  }
  return item;
}

function select(box, item) {
  for (const other of item.parentElement.children) other.setAttribute("aria-selected", String(other === item));
  box.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
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
