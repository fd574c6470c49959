// Where a log stands: at its newest line, or at the top of what is new and too long to be seen at once.
import { $ } from "./ask.js";

const NEAR = 120; // pixels from the end within which somebody is reading the newest

export const isNearEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

export function toEnd(log) {
  if (!log) return;
  log.scrollTop = log.scrollHeight;
  showJump(log);
}

// The first look: from the first message that this person has not seen.
export function open(log) {
  if (!log) return;
  const mark = log.querySelector(".new-mark")?.closest(".message");
  const first = mark ?? (log.dataset.since === "0" ? log.querySelector(".message") : null);
  reach(log, first);
}

// After `added` messages came in below: follow them, unless somebody reads further up.
export function follow(log, added, wasNearEnd) {
  if (wasNearEnd) reach(log, added[0]);
  else showJump(log, Number(log.dataset.unseen ?? 0) + added.length);
}

// To the end, but never past the top of `first`.
function reach(log, first) {
  toEnd(log);
  if (first && first.offsetTop < log.scrollTop) log.scrollTop = first.offsetTop;
  showJump(log);
}

function showJump(log, unseen = Number(log.dataset.unseen ?? 0)) {
  const button = document.querySelector(`[data-jump="${log.id}"]`);
  const isThere = isNearEnd(log);
  log.dataset.unseen = isThere ? 0 : unseen;
  if (!button) return;
  button.hidden = isThere;
  button.textContent = unseen && !isThere ? `↓ ${unseen} new ${unseen === 1 ? "message" : "messages"}` : "↓ Jump to newest";
}

document.addEventListener("scroll", (event) => {
  if (event.target.matches?.(".log")) showJump(event.target);
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-jump]");
  if (!button) return;
  const log = $(button.dataset.jump);
  toEnd(log);
  log.focus();
});
