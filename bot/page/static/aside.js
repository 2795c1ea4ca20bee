// Decisions the server did not take, each with its record's number: tried again or dropped, as their person says.
// Numbers are remembered as long as the window lives: what waits on the phone holds nothing a record says.
"use strict";

(() => {
  const NAMES = "rasoat.names";
  const NAMES_MOST = 200;

  const names = () => {
    try {
      return JSON.parse(sessionStorage.getItem(NAMES) || "{}");
    } catch {
      return {};
    }
  };

  class Aside {
    constructor(place, unsent, say) {
      Object.assign(this, { place, unsent, say });
      place.addEventListener("click", (event) => {
        const { key, again } = event.target.closest("button")?.dataset || {};
        if (!key) return;
        if (again) unsent.again(key);
        else unsent.drop(key);
        unsent.heard({ is: "changed" });
        unsent.soon(); // what waited behind it on the same record
      });
    }

    name(record, name) {
      const known = Object.entries(names()).filter(([each]) => each !== String(record));
      const kept = Object.fromEntries([...known.slice(-NAMES_MOST), [record, name]]);
      try {
        sessionStorage.setItem(NAMES, JSON.stringify(kept));
      } catch {
        // then it is told without its number
      }
    }

    draw(here) {
      const rows = this.unsent.asides().map((item) => this.row(item, here));
      this.place.replaceChildren(...rows);
    }

    row(item, here) {
      const told = document.createElement("div");
      told.className = "told broken";
      const text = this.say("aside", {
        act: this.say(`act_${item.act.move}`),
        name: names()[item.record] || this.say("aside_unknown"),
        why: item.aside.said || this.say(`aside_${item.aside.why}`),
      });
      told.append(Object.assign(document.createElement("span"), { textContent: text }), document.createElement("br"));
      told.append(this.button("aside_again", item, "yes"), this.button("aside_drop", item, ""));
      if (item.record !== here) {
        const link = document.createElement("a");
        Object.assign(link, { href: `/ho-so/${item.record}`, textContent: this.say("aside_open"), className: "button" });
        told.append(link);
      }
      return told;
    }

    button(word, item, again) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: this.say(word) });
      Object.assign(button.dataset, { key: item.key, again });
      return button;
    }
  }

  window.rasoat = window.rasoat || {};
  window.rasoat.Aside = Aside;
})();
