// Brings new figures into a progress page that lies open: asks from time to time, most answers are "nothing new".
// Only the marked parts change; who reads or types elsewhere is not moved, and focus stays where it was.
"use strict";
(() => {
  const EVERY = 15_000, MOST = 240_000;
  const told = document.getElementById("ket-noi");
  const fresh = document.body.dataset.fresh;
  let mark = "", wait = EVERY, timer = 0, over = false;

  const say = (text) => { told.hidden = !text; if (told.textContent !== text) told.textContent = text; };

  function take(text) {
    const news = new DOMParser().parseFromString(text, "text/html");
    for (const part of news.querySelectorAll("[data-live]")) {
      const here = document.getElementById(part.id);
      if (!here || here.innerHTML === part.innerHTML) continue;
      const focused = here.contains(document.activeElement) ? document.activeElement : null;
      const id = focused && focused.id, href = focused && focused.getAttribute("href");
      here.replaceChildren(...part.childNodes);
      if (!focused) continue;
      const again = (id && document.getElementById(id))
        || [...here.querySelectorAll("a")].find((link) => link.getAttribute("href") === href);
      (again || document.getElementById("bang")).focus({ preventScroll: true });
    }
  }

  async function look() {
    try {
      const answer = await fetch(fresh, {
        headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store", redirect: "error",
      });
      if (answer.status === 404) { over = true; say(document.body.dataset.ended); return; }
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      if (answer.status === 200) { mark = answer.headers.get("ETag") || ""; take(await answer.text()); }
      say(""); wait = EVERY;
    } catch { say(document.body.dataset.lost); wait = Math.min(wait * 2, MOST); }
  }

  function plan() {
    clearTimeout(timer);
    // a little by chance, so that two hundred pages opened by one message do not ask in one moment
    if (!over && !document.hidden) timer = setTimeout(round, wait * (0.8 + 0.4 * Math.random()));
  }
  async function round() { clearTimeout(timer); await look(); plan(); }

  document.addEventListener("visibilitychange", () => { if (document.hidden) clearTimeout(timer); else if (!over) round(); });
  window.addEventListener("online", () => { if (!over) round(); });
  // kept by the browser from before a session was ended
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  const print = document.getElementById("in");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  plan();
})();
