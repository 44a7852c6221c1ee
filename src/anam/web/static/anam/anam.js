// What the pages do better with JavaScript. Without it, every page and form works as it stands.

const later = (name, run, early = false) => document.addEventListener(name, run, early);

// The time left, by the server's clock: the page says what it was when it was made.
function tick() {
  for (const element of document.querySelectorAll("time[data-deadline]")) {
    element.madeAt ??= performance.now();
    const now = Date.parse(element.dataset.now) + (performance.now() - element.madeAt);
    const minutes = Math.floor((Date.parse(element.dataset.deadline) - now) / 60_000);
    const [text, urgency] = wordsFor(minutes);
    if (element.textContent !== text) element.textContent = text;
    element.dataset.urgency = urgency;
    const box = element.closest("[data-urgency]:not(time)");
    if (box) box.dataset.urgency = urgency;
  }
}

function wordsFor(minutes) {
  if (minutes < 0) return ["Past deadline", "over"];
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const urgency = hours < 2 ? "urgent" : hours < 24 ? "short" : "ample";
  if (minutes < 1) return ["less than a minute left", urgency];
  if (hours >= 72) return [`${Math.floor(hours / 24)} d ${hours % 24} h left`, urgency];
  return [hours ? `${hours} h ${rest} min left` : `${rest} min left`, urgency];
}

tick();
setInterval(tick, 1_000);

// Who fills in what belongs to a choice has made the choice.
later("input", (event) => {
  const choice = event.target.closest(".of-choice")?.closest(".choice");
  if (choice && event.target.value) choice.querySelector("input[type=radio]").checked = true;
});

// The pop-up: a link that names a dialog fills and opens it; without JavaScript it leads to the same page.
const popup = document.querySelector("dialog[data-opens]");

later("click", (event) => {
  if (!event.target.closest("dialog [data-close]")) return;
  event.preventDefault();
  popup.close();
});

// Emptied when it closes (drafts.js keeps what was typed in it, and the page says so); and where the buyer was told in it,
// or it said that the order has moved on, the page behind it is old too.
popup?.addEventListener("close", () => {
  shownSheet = undefined;
  const movedOn = popup.querySelector("[role=alert] [data-code]") ?? popup.querySelector("input[name=told]");
  const typed = [...popup.querySelectorAll("form textarea:not([readonly])")].some((area) => area.value.trim());
  popup.replaceChildren();
  if (movedOn) window.location.reload();
  else if (typed) sayKept();
});

function sayKept() {
  const note = document.querySelector("#kept-for-later") ?? document.createElement("p");
  note.id = "kept-for-later";
  note.className = "note";
  note.setAttribute("role", "status");
  document.querySelector("#main").prepend(note);
  note.textContent = "Nothing was sent. What you wrote is kept: it is there when you open this again.";
}

// Another act, or an answer: what is new is read from its heading; what is wrong, from the list of it.
let shownSheet;

function meetSheet() {
  const sheet = document.querySelector("#popup");
  if (!sheet || sheet === shownSheet) return;
  shownSheet = sheet;
  if (popup?.contains(sheet) && !popup.open) popup.showModal();
  const wrong = sheet.querySelector("[role=alert]");
  if (wrong) wrong.setAttribute("tabindex", "-1");
  (wrong ?? (popup?.contains(sheet) ? sheet.querySelector("h1") : null))?.focus();
}

later("htmx:after:swap", () => {
  meetSheet();
  sayEffects();
  countCharacters();
  tick();
});

// An email opens the order with its sheet: the page came with it, and it is made modal here.
if (popup?.hasAttribute("data-opened")) {
  popup.removeAttribute("open"); // closed, it would be emptied
  meetSheet();
}

// What will happen, in one sentence, once nothing has been chosen for a moment.
let saying;

function sayEffects() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const said = document.querySelector("#said");
    const words = document.querySelector("#effects")?.dataset.says ?? "";
    if (said && said.textContent !== words) said.textContent = words;
  }, 700);
}

// One more, one less, the same for all: what a button does without a script is done here without its page.
later("click", (event) => {
  const button = event.target.closest("#popup button[name=step], #popup button[data-same]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "step") step(button);
  else chooseForAll(button);
});

function step(button) {
  const field = button.closest(".stepper").querySelector("input");
  const sent = (Number.parseInt(field.value, 10) || 0) + Number(button.value.split(":")[1]);
  field.value = Math.min(Math.max(sent, 0), Number(field.max));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function chooseForAll(button) {
  const choices = [...button.closest("#stock").querySelectorAll(`input[type=radio][value=${button.value}]`)];
  for (const choice of choices) choice.checked = true;
  choices[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

// Enter in a field of the sheet chooses; only its own button sends.
later("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("#popup input")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// What is over takes its button with it.
for (const toast of document.querySelectorAll("[data-lasts]")) {
  setTimeout(() => toast.querySelector("form")?.remove(), Number(toast.dataset.lasts) * 1_000);
}

// No answer, or one that says nothing: do not leave anybody guessing whether it was done.
function nobodyKnows(event) {
  const status = event.detail?.ctx?.response?.status ?? 0;
  const form = document.querySelector("#popup form");
  if ((status && status < 500) || !form || form.querySelector(".unknown")) return;
  const note = document.createElement("div");
  note.className = "note note-stop unknown";
  note.setAttribute("role", "alert");
  note.textContent =
    status === 503
      ? "Many people are here at once, so nothing was sent. Wait a few seconds, then try again."
      : "There was no answer, so we cannot tell whether this was done. Look at the order before you try again.";
  form.prepend(note);
  note.scrollIntoView({ block: "center" });
}
later("htmx:error", nobodyKnows);
later("htmx:response:error", nobodyKnows);

// What was chosen after a preview was asked for stands: that answer is about what is not so any more, the next one comes.
// Until what will happen is shown, the button that does it rests.
let choices = 0;
const previews = (element) => Boolean(element?.closest?.("[hx-trigger=change]"));

function rest(form, rests) {
  for (const button of form?.querySelectorAll("button.primary, button.danger") ?? []) {
    if (rests) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

later("change", (event) => {
  if (!previews(event.target)) return;
  choices += 1;
  rest(event.target.form, true);
}, true);
later("htmx:before:request", (event) => {
  event.detail.ctx.choices = choices;
});
later("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (previews(ctx.sourceElement) && ctx.choices !== choices) event.preventDefault();
});
later("htmx:finally:request", (event) => {
  if (event.detail.ctx.choices === choices) rest(document.querySelector("form:has([aria-disabled=true])"), false);
});

// How much of the explanation is written.
function countCharacters() {
  for (const output of document.querySelectorAll("[data-counts]")) {
    const area = document.getElementById(output.dataset.counts);
    if (area) output.textContent = `${area.value.trim().length.toLocaleString("en")} / ${Number(output.dataset.most).toLocaleString("en")}`;
  }
}
later("input", countCharacters);
countCharacters();

// What asks for news does so only while the page is looked at, and at once when it is looked at again.
later("htmx:config:request", (event) => {
  const asks = event.target.closest?.("[data-asks]");
  if (asks && document.hidden) event.preventDefault();
});
later("visibilitychange", () => {
  if (document.hidden) return;
  for (const asks of document.querySelectorAll("[data-asks]")) asks.dispatchEvent(new Event("seen"));
});

// One press is enough: the second click of a double click finds the button resting.
later("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent || event.submitter?.ariaDisabled === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8_000);
}, true);
later("htmx:after:request", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Help beside a step: what comes from the article opens in the box beside its mark, and is where one goes on reading.
later("htmx:after:swap", () => {
  for (const words of document.querySelectorAll(".help-box > .help-words:not([data-met])")) {
    const box = words.parentElement;
    words.dataset.met = "yes";
    if (!box.matches(":popover-open")) box.showPopover({ source: box.previousElementSibling });
    box.focus({ preventScroll: true });
  }
});
later("click", (event) => event.target.closest("[data-hides]")?.closest("[popover]").hidePopover());

// What an address names within something folded is shown: not every browser unfolds it by itself.
function unfold() {
  const named = document.querySelector(":target");
  const folded = named?.closest("details:not([open])");
  if (!folded) return;
  for (let around = folded; around; around = around.parentElement?.closest("details")) around.open = true;
  named.scrollIntoView();
}
window.addEventListener("hashchange", unfold);
window.addEventListener("pageshow", unfold);
