// The review page at work: editing in place, the four decisions, and the next record in place of the one decided.
// The server writes every record whole; nothing is drawn here but what happens between two answers of it.
"use strict";

(() => {
  const words = JSON.parse(document.body.dataset.words);
  const say = (text, values = {}) =>
    Object.entries(values).reduce((told, [key, value]) => told.replace(`{${key}}`, value), words[text] ?? text);
  const $ = (selector) => document.querySelector(selector);
  const dialog = (name) => document.getElementById(`ask-${name}`);

  const here = {}; // the record on the page: its place, its numbers, what was typed
  let unsent;
  let aside;

  // ── the record on the page ─────────────────────────────────────────────────────────────────────

  function opened() {
    const main = $("#record");
    here.main = main;
    here.record = Number(main.dataset.record) || 0;
    here.revision = Number(main.dataset.revision) || 0;
    here.guarded = false;
    here.over = false;
    document.body.classList.remove("no-script");
    document.body.classList.add("has-script");
    here.typed = new window.rasoat.Typed(main);
    window.rasoat.openScan(main);
    if (here.record) aside.name(here.record, main.dataset.title);
    restore();
    drawBar();
  }

  function restore() {
    if (!here.main.dataset.edit) return unsent.forget(here.record); // what was typed has nothing left to change
    const kept = unsent.draft(here.record, here.revision);
    const filled = Object.entries(kept).filter(([name, value]) => here.typed.put(name, value));
    const waiting = unsent.of(here.record);
    if (waiting && !waiting.aside) notice("unsent", say("unsent"), ["retry"]);
    else if (filled.length) notice("", say("restored"), ["drop"]);
  }

  function edited(input) {
    here.typed.mark(input);
    unsent.keep(here.record, here.revision, here.typed.changes());
    drawBar();
  }

  function dropEdits() {
    here.typed.drop();
    unsent.forget(here.record);
    notice();
    drawBar();
  }

  // ── what is said ───────────────────────────────────────────────────────────────────────────────

  function notice(kind = "", text = "", buttons = []) {
    const place = $("#notices");
    place.replaceChildren();
    tell("");
    if (!text) return;
    const told = document.createElement("div");
    told.className = `told ${kind}`;
    told.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (buttons.length) told.append(document.createElement("br"));
    for (const name of buttons) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: say(`button_${name}`) });
      button.dataset.do = name;
      told.append(button);
    }
    place.append(told);
  }

  function tell(text) {
    $("#said").textContent = text; // it stays when the record is exchanged, so that a screen reader hears it
  }

  function drawBar() {
    aside.draw(here.record);
    const bar = $("#bar");
    if (!bar) return;
    const typed = Object.keys(here.typed.changes()).length;
    const waiting = Boolean(unsent.of(here.record)) || here.over;
    here.typed.hold(waiting); // what is typed now would belong to no decision
    bar.querySelector(".four").hidden = typed > 0;
    bar.querySelector(".two").hidden = typed === 0;
    bar.querySelector("#many").hidden = typed <= 3;
    for (const button of document.querySelectorAll("#bar .four button, #bar .two button, .acts button")) button.disabled = waiting;
  }

  // ── deciding ───────────────────────────────────────────────────────────────────────────────────

  function decide(act) {
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    notice("", say("sending"));
    unsent.add(here.record, { revision: here.revision, ...act });
    drawBar();
  }

  function heard(told) {
    const own = told.item ? told.item.record === here.record : told.record === here.record;
    if (told.is === "changed") return drawBar();
    if (told.is === "aside") {
      if (own) $("#notices").replaceChildren();
      return drawBar();
    }
    if (told.is === "elsewhere") return own && !unsent.of(here.record) && over(say("elsewhere"));
    if (told.is === "unsent") {
      notice("unsent", say(navigator.onLine ? "unsent" : "offline"), ["retry"]);
      return drawBar();
    }
    if (told.is === "closed") {
      notice("broken", say("closed"));
      return drawBar();
    }
    notice();
    if (!own) return beside(told);
    if (told.is === "asked") return question(told);
    if (told.is === "refused") return refused(told);
    if (told.is === "gone") return over(told.said);
    return next(told);
  }

  function beside(told) {
    drawBar();
    if (told.is === "done" || told.is === "again") return tell(told.said);
    notice("broken", say("not_done", { said: told.said }), ["back"]);
    here.other = told.item.record;
  }

  function over(text) {
    here.over = true;
    unsent.forget(here.record);
    notice("broken", text, ["next"]);
    drawBar();
  }

  function refused(told) {
    drawBar();
    notice("broken", told.said);
    here.typed.faults(told.faults || {});
  }

  function question(told) {
    drawBar();
    const asked = dialog("question");
    here.asked = { act: told.item.act, question: told.question };
    asked.querySelector("p").textContent = told.question.text || told.said;
    const choices = asked.querySelector(".choices");
    choices.replaceChildren();
    for (const [key, label] of told.question.choices) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.dataset.answer = key;
      choices.append(button);
    }
    asked.showModal();
  }

  function answered(key) {
    const { act, question: put_ } = here.asked;
    dialog("question").close();
    if (key === "same") return follow(put_.kind, true);
    if (key === "wrong") return edit(put_.field);
    return decide({ ...act, ...(put_.acts?.[key] || { sure: true }) });
  }

  function next(told) {
    if (!told.html) return forward();
    const made = new DOMParser().parseFromString(told.html, "text/html");
    const old = $("#frame");
    const frame = document.adoptNode(made.getElementById("frame"));
    for (const image of old.querySelectorAll("img")) image.removeAttribute("src"); // nobody waits for these any more
    old.replaceWith(frame);
    document.title = frame.querySelector("#record").dataset.title;
    const place = frame.querySelector("#record").dataset.place;
    if (place) history.pushState(null, "", place);
    opened();
    tell(told.said);
    scrollTo(0, 0);
    frame.querySelector("h1").focus({ preventScroll: true });
  }

  // ── ways into a decision ───────────────────────────────────────────────────────────────────────

  function edit(name) {
    const first = name || here.main.querySelector(".field.serious, .field.warning")?.dataset.name;
    if (here.typed.goTo(first)) notice("", say("editing"));
  }

  function follow(kind, guarded) {
    const asked = dialog("follow");
    here.guarded = guarded;
    asked.querySelector("[data-guarded]").hidden = !guarded;
    asked.querySelector("[data-open]").hidden = guarded;
    const kinds = asked.querySelector(".choices");
    const fits = kind && kinds.querySelector(`[data-kind="${CSS.escape(kind)}"]`);
    if (fits) kinds.prepend(fits);
    asked.showModal();
  }

  function skip() {
    if (here.main.dataset.skipReason) return dialog("skip").showModal();
    return decide({ move: "skip" });
  }

  // What leads away from words that are typed and not saved asks first.
  function away(go, word = "typed_kept") {
    if (!Object.keys(here.typed.changes()).length) return go();
    const asked = dialog("typed");
    asked.querySelector("p").textContent = say(word);
    here.go = go;
    asked.showModal();
  }

  function forward() {
    here.leaving = true;
    location.assign("/ho-so/tiep");
  }

  const MOVES = {
    approve: () => decide({ move: "approve" }),
    apply: () => decide({ move: "fix", changes: JSON.parse(here.main.dataset.oneTap), suggested: true }),
    fix: () => edit(""),
    save: () => decide({ move: "fix", changes: here.typed.changes() }),
    drop: dropEdits,
    many: () => decide({ move: "return", reason: "MANY_ERRORS", sure: true }),
    return: () => dialog("return").showModal(),
    follow: () => follow(here.main.dataset.kind, false),
    guard: () => (dialog("return").close(), follow("", true)),
    skip: () => away(skip),
    undo: () => away(() => decide({ move: "undo", undoes: Number(here.main.dataset.undoes) })),
    go: (button) => (button.closest("dialog").close(), here.go()),
    retry: () => unsent.soon(),
    next: () => away(forward, "typed_lost"),
    back: () => away(() => ((here.leaving = true), location.assign(`/ho-so/${here.other}`))),
    close: (button) => button.closest("dialog").close(),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.disabled) return;
    const { do: does, reason, kind, answer, skip: why, suggest } = button.dataset;
    if (does) MOVES[does](button);
    else if (reason) decide({ move: "return", reason });
    else if (answer) answered(answer);
    else if (why) decide({ move: "skip", reason: why });
    else if (suggest !== undefined) {
      const input = here.typed.input(button.dataset.field);
      input.value = suggest;
      edited(input);
      input.focus();
    } else if (kind) {
      const asked = dialog("follow");
      const note = asked.querySelector("textarea").value;
      const route = asked.querySelector("select").value;
      decide({ move: "follow_up", kind, route, note, ...(here.guarded ? { answer: "same" } : {}) });
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-before]")) edited(event.target);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "dong") return; // the way out: leaving.js
    event.preventDefault();
    if (event.target.id === "skip-typed") decide({ move: "skip", reason: event.target.elements.why.value });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches('.field input, .field textarea[rows="1"]')) event.preventDefault();
  });
  document.addEventListener("rasoat-leaving", () => (here.leaving = true)); // asked already
  addEventListener("beforeunload", (event) => {
    if (!here.leaving && Object.keys(here.typed.changes()).length && !unsent.of(here.record)) event.preventDefault();
  });
  const anew = () => {
    here.leaving = true;
    location.reload();
  };
  addEventListener("popstate", anew);
  addEventListener("pageshow", (event) => event.persisted && anew()); // kept by the browser from before a decision

  unsent = new window.rasoat.Unsent({ who: document.body.dataset.who, csrf: document.body.dataset.csrf, heard });
  aside = new window.rasoat.Aside($("#aside"), unsent, say);
  opened();
  unsent.soon();
})();
