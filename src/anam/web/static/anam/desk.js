// The keys of support's list, only while one of its cases has the focus; and which case of it stands beside it.

const list = document.querySelector(".desk-list [data-keys]");
const names = () => [...list.querySelectorAll("a.name")];

const KEYS = {
  j: (at) => names()[Math.min(at + 1, names().length - 1)].focus(),
  k: (at) => names()[Math.max(at - 1, 0)].focus(),
  a: (at) => assign(names()[at].closest("li")),
  "/": () => document.querySelector("#q").focus(),
  "?": () => document.querySelector("#keys").showPopover(),
};

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
  const at = names().indexOf(event.target.closest("a.name"));
  if (at < 0) return;
  event.preventDefault();
  KEYS[event.key](at);
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
