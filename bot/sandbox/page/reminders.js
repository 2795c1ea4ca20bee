// What the bot said unasked on a day and what it did not, with the reason of each silence: the list under the phones.

import { dayName } from "./clock.js";
import { element } from "./elements.js";

const LOOK_MS = 2000;
const DAY_MS = 86_400_000;
const OUTCOMES = { sent: "Đã gửi", withheld: "Không gửi", postponed: "Hoãn", underway: "Đang gửi" };
const FILTERS = [
  ["all", "Tất cả", () => true],
  ["sent", "Đã gửi", ({ outcome }) => outcome === "sent" || outcome === "underway"],
  ["withheld", "Không gửi", ({ outcome }) => outcome === "withheld"],
  ["postponed", "Hoãn", ({ outcome }) => outcome === "postponed"],
];

const noon = (day) => new Date(`${day}T12:00:00+07:00`);
const shifted = (day, by) => new Date(noon(day).getTime() + by * DAY_MS).toISOString().slice(0, 10);

export class Reminders {
  /** `root` is filled; `note` says how the clock moves; `link` leads to the list and bears today's sums. */
  constructor(root, server, note) {
    this.root = root;
    this.server = server;
    this.asked = ""; // the day that is looked at; empty follows the clock
    this.chosen = "all";
    this.shown = "";
    this.link = element("a", { class: "reminders-link", href: "#reminders", hidden: true });
    this.day = element("span", { class: "reminders-day", "aria-live": "polite" });
    this.back = element("button", { type: "button", class: "jump", "aria-label": "Ngày trước", onclick: () => this.turn(-1) }, "‹");
    this.on = element("button", { type: "button", class: "jump", "aria-label": "Ngày sau", onclick: () => this.turn(1) }, "›");
    this.filters = new Map(
      FILTERS.map(([name]) => [name, element("button", { type: "button", class: "jump filter", onclick: () => this.choose(name) })]),
    );
    this.rows = element("tbody");
    this.nothing = element("p", { class: "reminders-nothing" });
    const columns = ["Giờ", "Tin", "Người nhận", "Kết quả", "Lý do"];
    root.append(
      element(
        "div",
        { class: "reminders-head" },
        element("h2", { id: "reminders-title" }, "Tin nhắc: đã gửi và không gửi"),
        element("p", { class: "reminders-note" }, note),
        element("div", { class: "reminders-days", role: "group", "aria-label": "Chọn ngày" }, this.back, this.day, this.on),
        element("div", { class: "reminders-filters", role: "group", "aria-label": "Chỉ xem" }, ...this.filters.values()),
      ),
      element(
        "div",
        { class: "reminders-box", tabindex: "0", role: "region", "aria-labelledby": "reminders-title" },
        element("table", {}, element("thead", {}, element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)))), this.rows),
        this.nothing,
      ),
    );
    setInterval(() => document.hidden || this.load(), LOOK_MS);
  }

  turn(by) {
    const day = shifted(this.told.day, by);
    this.asked = day === this.told.today ? "" : day;
    this.load();
  }

  choose(name) {
    this.chosen = name;
    this.draw();
  }

  /** Fetch the day; a line that is down is told of elsewhere. */
  async load() {
    const asked = this.asked;
    let told;
    try {
      told = await this.server.get("reminders", asked ? { day: asked } : {});
    } catch {
      return;
    }
    if (asked !== this.asked || JSON.stringify(told) === this.shown) return;
    this.shown = JSON.stringify(told);
    this.told = told;
    this.root.hidden = false;
    this.draw();
  }

  draw() {
    const { day, first, today, rows } = this.told;
    this.day.textContent = dayName(noon(day));
    this.back.disabled = day <= first;
    this.on.disabled = day >= today;
    for (const [name, label, holds] of FILTERS) {
      const button = this.filters.get(name);
      button.textContent = `${label} ${rows.filter(holds).length}`;
      button.setAttribute("aria-pressed", String(name === this.chosen));
    }
    const holds = FILTERS.find(([name]) => name === this.chosen)[2];
    const chosen = rows.filter(holds);
    this.rows.replaceChildren(...chosen.map((row, place) => drawRow(row, chosen[place - 1])));
    this.nothing.hidden = chosen.length > 0;
    this.nothing.textContent = rows.length ? "Không có tin nào như vậy." : "Ngày này chưa tới giờ nhắc nào.";
    if (day === today) this.nameLink(rows);
  }

  nameLink(rows) {
    const sums = FILTERS.slice(1).map(([, label, holds]) => [rows.filter(holds).length, label.toLowerCase()]);
    const named = sums.filter(([number], place) => number || place < 2).map(([number, label]) => `${number} ${label}`);
    this.link.textContent = `Tin nhắc: ${named.join(", ")} ↓`;
    this.link.hidden = false;
  }
}

/** A line of the list; hour and kind stand out where they differ from the line above. */
function drawRow({ time, kind, name, role, outcome, why }, above) {
  const isNew = above?.time !== time || above?.kind !== kind;
  return element(
    "tr",
    { class: isNew ? "fresh" : null },
    element("td", { class: "at" }, time),
    element("td", { class: "kind" }, kind),
    element("td", { class: "who" }, name, role && element("span", { class: "of" }, ` ${role}`)),
    element("td", {}, element("span", { class: `outcome ${outcome}` }, OUTCOMES[outcome])),
    element("td", { class: "why" }, why),
  );
}
