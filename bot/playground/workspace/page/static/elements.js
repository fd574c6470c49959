// Buttons, menus and fields of blocks: pressing, picking, reading what stands in them; tables of data.
import { complain, post } from "./ask.js";

const isList = (kind) => kind === "checkboxes" || kind.startsWith("multi_");

// What stands in every field: {block_id: {action_id: text, list or null}}.
export function readFields(root) {
  const values = {};
  for (const element of root.querySelectorAll(".element")) {
    if (!element.querySelector("[data-field]")) continue;
    const { block, action } = element.dataset;
    (values[block] ??= {})[action] = readField(element);
  }
  return values;
}

function readField(element) {
  const ticked = [...element.querySelectorAll("[data-field]:checked")].map((field) => field.value);
  if (isList(element.dataset.kind)) return ticked;
  if (element.dataset.kind === "radio_buttons") return ticked[0] ?? null;
  return element.querySelector("[data-field]").value || null;
}

// Puts back what a person had filled in before the app sent the view again.
export function fillFields(root, values) {
  for (const element of root.querySelectorAll(".element")) {
    const held = values[element.dataset.block]?.[element.dataset.action];
    if (held === undefined) continue;
    for (const field of element.querySelectorAll("[data-field]")) {
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = [held].flat().includes(field.value);
      else field.value = held ?? "";
    }
  }
  dress(root);
}

export async function act(element, value) {
  const asked = element.querySelector("template.confirm");
  if (asked && !(await confirmed(asked))) return;
  const place = element.closest("[data-view], [data-message]");
  const { view, message } = place.dataset;
  element.setAttribute("aria-busy", "true");
  const what = { action_id: element.dataset.action, value: value ?? undefined, values: readFields(place) };
  const answer = await post(view ? "view_action" : "action", view ? { ...what, view_id: view } : { ...what, ts: message });
  setTimeout(() => element.removeAttribute("aria-busy"), 600);
  if (element.dataset.kind === "overflow") element.querySelector("details").open = false;
  complain(answer);
}

function confirmed(template) {
  const dialog = template.content.cloneNode(true).querySelector("dialog");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
  });
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-press]");
  if (pressed) act(pressed.closest(".element"), pressed.dataset.value);
  const turned = event.target.closest("[data-page], [data-sort]");
  if (turned) turn(turned.closest(".data-table"), turned.dataset);
  for (const menu of document.querySelectorAll(".overflow[open], .multi[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("change", (event) => {
  const element = event.target.closest(".element");
  if (!element) return;
  dress(element);
  if ("acts" in element.dataset && !event.target.matches(".text")) act(element, readField(element));
});

document.addEventListener("keydown", (event) => {
  const element = event.target.closest?.(".element[data-acts]");
  if (event.key !== "Enter" || !event.target.matches("input.text") || !element) return;
  event.preventDefault();
  act(element, event.target.value);
});

// What only the script can show: the names picked in a menu, the first page of a table of data.
export function dress(root) {
  for (const menu of root.querySelectorAll(".multi")) {
    const names = [...menu.querySelectorAll(":checked")].map((field) => field.closest("label").querySelector(".tick-label").textContent);
    const summary = menu.querySelector("summary");
    summary.textContent = names.join(", ") || summary.dataset.asked;
  }
  for (const table of root.querySelectorAll(".data-table")) turn(table, {});
}

function turn(table, { page, sort }) {
  const body = table.querySelector("tbody"), size = Number(table.dataset.pageSize);
  const last = Math.max(0, Math.ceil(body.rows.length / size) - 1);
  if (sort) sortRows(table, body, Number(sort));
  const at = sort ? 0 : Math.min(last, Math.max(0, Number(table.dataset.at ?? 0) + Number(page ?? 0)));
  table.dataset.at = at;
  [...body.rows].forEach((row, index) => { row.hidden = Math.floor(index / size) !== at; });
  const pages = table.querySelector(".pages");
  pages.hidden = last === 0;
  pages.querySelector("span").textContent = `${at * size + 1}–${Math.min(body.rows.length, (at + 1) * size)} of ${body.rows.length}`;
}

function sortRows(table, body, column) {
  const heads = [...table.querySelectorAll("thead th")];
  const down = heads[column].getAttribute("aria-sort") === "ascending";
  heads.forEach((head, index) => (index === column ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
  const key = (row) => row.cells[column].dataset.number ?? row.cells[column].textContent.trim();
  const rows = [...body.rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) || 0);
  if (rows.every((row) => row.cells[column].dataset.number)) rows.sort((a, b) => key(a) - key(b));
  body.append(...(down ? rows.reverse() : rows));
}
