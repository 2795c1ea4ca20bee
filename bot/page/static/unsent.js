// Decisions on their way: written down on the phone before they are sent, sent again until the server has answered.
// Each carries a key of its own, by which the server knows one it has recorded already. One that the server will not
// take is set aside for its person to see to, so that those behind it, on other records, go on.
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
  const STUMBLES = 5; // so often the server may fail over one act before it is the act's own doing
  const AWAY = [502, 503, 504]; // what stands before the server says so: that it is away, nothing about an act
  const NOT_NOW = [408, 429];
  const SHUT = [403, 404]; // our door: the session is over, or another took this browser over

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
      Object.assign(this, { loose: [], stumbles: new Map(), doubted: new Set() });
      for (const name of [UNSENT, DRAFT]) write(name, read(name)); // what is too old is not left lying
      addEventListener("online", () => this.soon());
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
      addEventListener("storage", (event) => {
        if (event.key === UNSENT) this.heard({ is: "changed" });
        if (event.key === DECIDED && event.newValue) this.heard({ is: "elsewhere", ...JSON.parse(event.newValue) });
      });
    }

    mine() {
      return [...this.loose, ...read(UNSENT).filter((each) => each.who === this.who)];
    }

    of(record) {
      return this.mine().find((each) => each.record === record);
    }

    asides() {
      return this.mine().filter((each) => each.aside);
    }

    add(record, act) {
      const item = { key: newKey(), who: this.who, record, act, at: Date.now() };
      if (!write(UNSENT, [...read(UNSENT), item])) this.loose.push(item); // kept for this page's life at least
      this.soon();
      return item;
    }

    change(key, how) {
      const changed = (list) => list.flatMap((each) => (each.key === key ? how(each) : [each]));
      this.loose = changed(this.loose);
      write(UNSENT, changed(read(UNSENT)));
    }

    drop(key) {
      this.acquit(key);
      this.change(key, () => []);
    }

    acquit(key) {
      this.stumbles.delete(key);
      this.doubted.delete(key);
    }

    again(key) {
      this.acquit(key);
      this.change(key, ({ aside, ...item }) => [item]);
      this.soon();
    }

    soon() {
      clearTimeout(this.timer);
      this.tries = 0;
      this.send();
    }

    // The first that may go. On one record all go in order; over which the server stumbled, lets the others go first.
    next() {
      const all = this.mine();
      const ready = all.filter((each, place) => all.findIndex((other) => other.record === each.record) === place);
      const patience = (each) => Math.max(0, this.stumbled(each) - STUMBLES + 1);
      return ready.filter((each) => !each.aside).sort((one, other) => patience(one) - patience(other))[0];
    }

    stumbled(item) {
      return this.stumbles.get(item.key) || 0;
    }

    async send() {
      if (this.sending || this.closed) return;
      const next = this.next();
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
      const now = this.mine().find((each) => each.key === item.key);
      if (!now || now.aside) return true; // the other tab saw to it
      let answer;
      let told;
      try {
        answer = await fetch(`/ho-so/${item.record}/viec`, {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-Rasoat": this.csrf },
          body: JSON.stringify({ ...item.act, key: item.key }),
          signal: AbortSignal.timeout?.(PATIENCE_MS),
        });
        const json = (answer.headers.get("Content-Type") || "").includes("json");
        told = json ? await answer.json() : null;
      } catch {
        this.heard({ is: "unsent", item });
        return false;
      }
      const { status } = answer;
      const ours = answer.headers.has("Content-Security-Policy"); // or of something between us and the server
      if (told?.is && (status < 400 || status === 404)) return this.answered(item, told);
      if (SHUT.includes(status) && ours) {
        this.closed = true; // the decision waits for a new link
        this.heard({ is: "closed", item });
        return false;
      }
      const foreign = !ours && (SHUT.includes(status) || status < 400);
      if (status >= 400 && status < 500 && !foreign && !NOT_NOW.includes(status)) {
        return this.putAside(item, { why: "refused", said: told?.said });
      }
      return this.failed(item, status, foreign);
    }

    failed(item, status, foreign) {
      if (NOT_NOW.includes(status)) {
        this.heard({ is: "unsent", item });
        return false;
      }
      this.stumbles.set(item.key, this.stumbled(item) + 1);
      const away = foreign || AWAY.includes(status);
      const own = away ? this.doubted.has(item.key) : this.stumbled(item) >= STUMBLES;
      if (own) return this.putAside(item, { why: "failing" });
      this.heard({ is: "unsent", item });
      // others are let past: if one is taken and this fails once more, it is its own doing
      return this.stumbled(item) === STUMBLES && this.next()?.key !== item.key;
    }

    putAside(item, aside) {
      this.acquit(item.key);
      this.change(item.key, (each) => [{ ...each, aside }]);
      this.heard({ is: "aside", item });
      return true;
    }

    answered(item, told) {
      this.drop(item.key);
      for (const each of this.mine()) if (this.stumbled(each) >= STUMBLES) this.doubted.add(each.key);
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
