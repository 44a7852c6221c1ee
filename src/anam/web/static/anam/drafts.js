// What is typed is kept from the first letter, for its writer, form by form, until it is sent: no Escape, no reload and
// no end of a session loses it. The server says which forms: those that hold an input[data-keeps].

const typed = new Map(); // by the form's address: its fields as this page knows them
const waiting = new Map(); // … and what the server has not been told yet
const STORED = "anam-typed";
const REMEMBERED = 30_000;
const PAUSE = 400;
const AGAIN = 5_000;
const CARRIED_BEYOND_THE_PAGE = 60_000; // characters: a browser takes no more of a request that outlives its page
const TEXTS = "textarea:not([readonly]), input[type=text], input:not([type])";
const SAID = {
  204: "Kept as your draft.",
  409: "Not kept: somebody else has signed in here. Copy your words before you leave.",
  410: "Not kept: this page was sent already. Load it again to write something else.",
  413: "Not kept: this is too long. Shorten it, or copy it first.",
};
const NO_ANSWER = "Not kept yet: there is no connection. It is tried again.";
let timer;
let isTelling = false;

const markOf = (form) => form?.querySelector?.("input[data-keeps]");
const placeOf = (form) => new URL(form.getAttribute("action") || "", window.location.href).pathname;
const forms = () => [...document.querySelectorAll("input[data-keeps]")].map((mark) => mark.form).filter(Boolean);

function fieldsOf(form) {
  const says = [...form.querySelectorAll(TEXTS)].some((area) => area.value.trim());
  return says ? [...new FormData(form)].filter(([, value]) => typeof value === "string") : [];
}

function keep(form) {
  const mark = markOf(form);
  const place = placeOf(form);
  const fields = fieldsOf(form).filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "draft");
  remember(place, { person: mark.dataset.person, fields, at: Date.now() });
  waiting.set(place, { to: mark.dataset.keeps, body: new URLSearchParams([...fields, ["draft", mark.value]]), fields });
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
}

// The page that comes next in this tab may be made before the server has been told: for so long, the tab remembers too.
function remember(place, one) {
  typed.set(place, one);
  try {
    sessionStorage.setItem(STORED, JSON.stringify([...typed]));
  } catch {
    // no room, or not allowed: the server is told all the same
  }
}

function remembered(form) {
  const one = typed.get(placeOf(form));
  return one && one.person === markOf(form).dataset.person && !one.sent ? one.fields : undefined;
}

function readStored() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
    for (const [place, one] of stored) if (Date.now() - one.at < REMEMBERED) typed.set(place, one);
  } catch {
    sessionStorage.removeItem?.(STORED);
  }
}

// One after the other, so that what was typed first never arrives last.
async function tell() {
  if (isTelling) return;
  isTelling = true;
  for (const place of [...waiting.keys()]) {
    const one = waiting.get(place);
    if (!one) continue;
    waiting.delete(place);
    const status = await post(one);
    if (!(status in SAID) && !waiting.has(place)) waiting.set(place, one);
    say(place, status === 204 && !one.fields.length ? "" : (SAID[status] ?? NO_ANSWER));
  }
  isTelling = false;
  if (waiting.size) timer = setTimeout(tell, AGAIN);
}

async function post({ to, body }) {
  const keepalive = body.toString().length < CARRIED_BEYOND_THE_PAGE;
  try {
    return (await fetch(to, { method: "POST", body, keepalive })).status;
  } catch {
    return 0;
  }
}

function say(place, words) {
  // A form for a message has a line of its own that says so.
  for (const form of forms().filter((one) => placeOf(one) === place && !one.matches(".write"))) {
    let line = form.querySelector(".draft-state");
    if (!line) {
      line = document.createElement("p");
      line.className = "draft-state small soft";
      line.setAttribute("role", "status");
      form.append(line);
    }
    if (line.textContent !== words) line.textContent = words;
  }
}

// Into a form that has just been opened goes what was typed there before.
function offer(form) {
  const mark = markOf(form);
  if (mark.dataset.offered) return;
  mark.dataset.offered = "yes";
  if (mark.dataset.refused) return keep(form); // shown again with what was sent: the newest there is
  const kept = remembered(form) ?? entries(mark.dataset.kept);
  if (!kept.length) return;
  const left = [...kept];
  for (const element of form.elements) {
    const values = kept.filter(([name]) => name === element.name).map(([, value]) => value);
    if (values.length && fill(element, values, left)) element.closest("details")?.setAttribute("open", "");
  }
  say(placeOf(form), "What you had typed is still here; it has not been sent.");
}

const entries = (json) =>
  Object.entries(json ? JSON.parse(json) : {}).flatMap(([name, values]) => values.map((value) => [name, value]));

// `left`: what no field has taken yet, for names that several fields share.
function fill(element, values, left) {
  if (element.type === "hidden" || element.type === "file" || element.type === "submit") return false;
  if (element.type === "radio" || element.type === "checkbox") {
    const checked = values.includes(element.value);
    if (element.checked !== checked) {
      element.checked = checked;
      element.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return checked && !element.defaultChecked;
  }
  const next = left.findIndex(([name]) => name === element.name);
  if (next < 0) return false;
  const [[, value]] = left.splice(next, 1);
  if (element.value !== value) {
    element.value = value;
    element.dispatchEvent(new Event(element.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
  return Boolean(value.trim()) && element.tagName !== "SELECT";
}

const offerAll = () => forms().forEach(offer);
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (markOf(form)?.dataset.offered) keep(form);
  });
}
// Told before the form itself arrives: what comes in after it is not kept any more.
document.addEventListener("submit", (event) => {
  tell();
  const place = placeOf(event.target);
  if (typed.has(place)) remember(place, { ...typed.get(place), sent: true });
});
document.addEventListener("htmx:after:swap", offerAll);
document.addEventListener("close", tell, true);
document.addEventListener("visibilitychange", () => document.hidden && tell());
window.addEventListener("pagehide", () => {
  for (const one of waiting.values()) post(one);
  waiting.clear();
});
readStored();
offerAll();
