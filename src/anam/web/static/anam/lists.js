// Keys for lists, only while the list has the focus: j and k go from row to row, / to the search.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.("[data-keys]")) return;
  if (event.key === "/") {
    const search = document.querySelector("#q");
    if (!search) return;
    event.preventDefault();
    search.focus();
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const rows = [...document.querySelectorAll("[data-keys] a.name")];
  const here = rows.indexOf(event.target.closest(".row")?.querySelector("a.name"));
  rows[here + step]?.focus();
});

// On a phone the tabs go on to the right: the one that is chosen is in view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.closest(".tabs");
  bar.scrollLeft = tab.parentElement.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}
