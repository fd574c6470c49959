// The modal that the app has opened: shown on top, submitted, closed; Escape closes the whole stack.
import { $, complain, post } from "./ask.js";
import { fillFields, readFields } from "./elements.js";

let before = null; // what had the focus when the first modal came

export function showModal(next) {
  const now = $("modal");
  if (now?.dataset.key === next?.dataset.key) return;
  const held = now && next && now.dataset.view === next.dataset.view ? readFields(now) : {};
  if (!now) before = document.activeElement;
  $("modals").replaceChildren(...(next ? [next] : []));
  if (!next) { (before?.isConnected ? before : $("say"))?.focus(); return; }
  fillFields(next, held);
  next.showModal();
}

document.addEventListener("submit", async (event) => {
  const modal = event.target.closest("#modal");
  if (!modal) return;
  event.preventDefault();
  const button = modal.querySelector("[type=submit]");
  if (!button || button.disabled) return;
  button.disabled = true;
  const answer = await post("view", { do: "submit", view_id: modal.dataset.view, values: readFields(modal) });
  button.disabled = false;
  complain(answer, modal);
  showErrors(modal, answer.errors && answer.ok ? answer.errors : {});
});

function showErrors(modal, errors) {
  let first = null;
  for (const input of modal.querySelectorAll("[data-input]")) {
    const wrong = errors[input.dataset.input] ?? "";
    input.querySelector(".wrong").textContent = wrong;
    const field = input.querySelector("[data-field], summary");
    field?.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) first ??= field;
  }
  const known = new Set([...modal.querySelectorAll("[data-input]")].map((input) => input.dataset.input));
  const stray = Object.keys(errors).filter((block) => !known.has(block));
  if (stray.length) complain({ error: `the app names errors for blocks that are no inputs: ${stray}` }, modal);
  first?.focus();
}

function close(modal, everything) {
  if (modal.dataset.closing) return;
  modal.dataset.closing = "yes";
  post("view", { do: "close", view_id: modal.dataset.view, everything });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#modal [data-close]");
  if (button) close($("modal"), button.dataset.close === "everything");
});

document.addEventListener("cancel", (event) => {
  if (event.target.id !== "modal") return;
  event.preventDefault();
  const menu = event.target.querySelector(".multi[open], .overflow[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else close(event.target, true);
}, true);

// A browser may close a dialog at a second Escape whatever the page says.
document.addEventListener("close", (event) => { if (event.target.id === "modal") close(event.target, true); }, true);
