// Decisions on their way: written down on the phone before they are sent, sent again until the server has answered.
// Each carries a key of its own, by which the server knows one it has recorded already.
"use strict";

(() => {
  const UNSENT = "rasoat.unsent";
  const DRAFT = "rasoat.draft";
  const DECIDED = "rasoat.decided";
  // a decision outlives a long weekend without a line; what was typed holds names and numbers, and goes after a day
  const KEPT_MS = { [UNSENT]: 14 * 24 * 3600 * 1000, [DRAFT]: 24 * 3600 * 1000 };
  const DECIDES = ["approve", "fix", "return", "follow_up"];
  const PATIENCE_MS = 20_000;
  const WAITS_S = [1, 2, 4, 8, 15, 30, 60];

  const read = (name) => {
    try {
      const kept = JSON.parse(localStorage.getItem(name) || "[]");
      return Array.isArray(kept) ? kept.filter((each) => Date.now() - each.at < KEPT_MS[name]) : [];
    } catch {
      return []; // written by something else, or storage is shut
    }
  };
  const write = (name, list) => {
    try {
      if (list.length) localStorage.setItem(name, JSON.stringify(list));
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  };
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID asks for https, a test set-up has none
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  class Unsent {
    constructor({ who, csrf, heard }) {
      Object.assign(this, { who, csrf, heard, tries: 0, timer: 0, sending: false, closed: false });
      for (const name of [UNSENT, DRAFT]) write(name, read(name)); // what is too old is not left lying
      addEventListener("online", () => this.soon());
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
      addEventListener("storage", (event) => {
        if (event.key === UNSENT) this.heard({ is: "changed" });
        if (event.key === DECIDED && event.newValue) this.heard({ is: "elsewhere", ...JSON.parse(event.newValue) });
      });
    }

    mine() {
      return read(UNSENT).filter((each) => each.who === this.who);
    }

    of(record) {
      return this.mine().find((each) => each.record === record);
    }

    add(record, act) {
      const item = { key: newKey(), who: this.who, record, act, at: Date.now() };
      if (!write(UNSENT, [...read(UNSENT), item])) this.loose = item; // kept for this page's life at least
      this.soon();
      return item;
    }

    drop(key) {
      if (this.loose?.key === key) this.loose = null;
      write(UNSENT, read(UNSENT).filter((each) => each.key !== key));
    }

    soon() {
      clearTimeout(this.timer);
      this.tries = 0;
      this.send();
    }

    async send() {
      if (this.sending || this.closed) return;
      const next = this.loose || this.mine()[0];
      if (!next) return;
      this.sending = true;
      let went;
      try {
        // two tabs send one after the other; where locks are unknown the key alone sees to it that nothing is doubled
        const alone = navigator.locks ? (work) => navigator.locks.request("rasoat-send", work) : (work) => work();
        went = await alone(() => this.one(next));
      } finally {
        this.sending = false;
      }
      if (went) {
        this.tries = 0;
        this.send();
      } else if (!this.closed) {
        const wait = WAITS_S[Math.min(this.tries, WAITS_S.length - 1)] * (0.75 + Math.random() / 2);
        this.tries += 1;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), wait * 1000);
      }
    }

    async one(item) {
      if (item !== this.loose && !read(UNSENT).some((each) => each.key === item.key)) return true; // the other tab did
      let answer;
      let told;
      try {
        answer = await fetch(`/ho-so/${item.record}/viec`, {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-Rasoat": this.csrf },
          body: JSON.stringify({ ...item.act, key: item.key }),
          signal: AbortSignal.timeout?.(PATIENCE_MS),
        });
        if (answer.status >= 500 || answer.status === 429) throw new Error("later");
        const json = (answer.headers.get("Content-Type") || "").includes("json");
        told = json ? await answer.json() : null;
      } catch {
        this.heard({ is: "unsent", item });
        return false;
      }
      if (!told || !told.is) {
        this.closed = true; // the session is over; the decision waits for a new link
        this.heard({ is: "closed", item });
        return false;
      }
      this.drop(item.key);
      if ((told.is === "done" || told.is === "again") && DECIDES.includes(item.act.move)) {
        this.forget(item.record);
        try {
          localStorage.setItem(DECIDED, JSON.stringify({ record: item.record, key: item.key, at: Date.now() }));
        } catch {
          // the other tab will hear it from the server
        }
      }
      this.heard({ ...told, item });
      return true;
    }

    // ── what is typed and not saved ──────────────────────────────────────────────────────────────

    draft(record, revision) {
      const fits = (each) => each.who === this.who && each.record === record && each.revision === revision;
      return read(DRAFT).find(fits)?.changes || {};
    }

    keep(record, revision, changes) {
      const others = read(DRAFT).filter((each) => each.who !== this.who || each.record !== record);
      const filled = Object.keys(changes).length > 0;
      write(DRAFT, filled ? [...others, { who: this.who, record, revision, changes, at: Date.now() }] : others);
    }

    forget(record) {
      this.keep(record, 0, {});
    }
  }

  window.rasoat = window.rasoat || {};
  window.rasoat.Unsent = Unsent;
})();
