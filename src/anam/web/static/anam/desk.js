// Support's list: its own keys, only while one of its cases has the focus (lists.js has those of every list); and which
// of its cases stands beside it.

const list = document.querySelector(".desk-list [data-keys]");
const KEYS = { a: assign, "?": () => document.querySelector("#keys").showPopover() };

function assign(row) {
  if (!row.dataset.assign) return;
  const form = document.querySelector("#assign-key");
  if (row.dataset.seen === form.dataset.me) return;
  form.action = row.dataset.assign;
  form.elements.seen.value = row.dataset.seen;
  form.requestSubmit();
}

list?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  const row = event.target.closest("li");
  if (!row) return;
  event.preventDefault();
  KEYS[event.key](row);
});

function mark() {
  const shown = document.querySelector("#case[data-case]")?.dataset.case;
  for (const name of list?.querySelectorAll("a.name") ?? []) {
    if (shown && new URL(name.href).pathname.endsWith(`/${shown}/`)) name.setAttribute("aria-current", "true");
  }
}

for (const hint of document.querySelectorAll(".keys")) hint.hidden = !list;
document.addEventListener("htmx:after:swap", mark);
list?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
