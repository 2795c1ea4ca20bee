// The clock everybody lives by, in the time of Viet Nam, and the buttons that move it on.

import { element } from "./elements.js";

const ZONE = "Asia/Ho_Chi_Minh";
const HOUR_MINUTE = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const WEEKDAY = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, weekday: "long" });
const DAY = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" });

const JUMPS = [
  ["07:30", "07:30"],
  ["15:00", "15:00"],
  ["16:30", "16:30"],
  ["20:00", "20:00"],
  ["Thứ Hai 08:00", "monday"],
  ["+1 giờ", "+1h"],
];

export const hourAndMinute = (instant) => HOUR_MINUTE.format(instant);
export const dayName = (instant) => `${WEEKDAY.format(instant)}, ${DAY.format(instant)}`;

export class Clock {
  /** `root` is filled; `onTick(instant)` runs at every change; `onRefused(words)` when a jump fails. */
  constructor(root, server, { onTick, onRefused }) {
    this.server = server;
    this.onTick = onTick;
    this.onRefused = onRefused;
    this.time = element("time", { class: "clock-time" });
    this.day = element("span", { class: "clock-day" });
    this.buttons = JUMPS.map(([label, to]) => this.button(label, to));
    this.marks = []; // {at, button}: those behind the clock are put away
    this.jumps = element("div", { class: "jumps", role: "group", "aria-label": "Chỉnh đồng hồ tới" }, ...this.buttons);
    root.append(
      element("div", { class: "clock-face", role: "timer", "aria-label": "Đồng hồ" }, this.time, this.day),
      this.jumps,
    );
    this.root = root;
    setInterval(() => this.tick(), 1000);
  }

  button(label, to, about) {
    return element("button", { type: "button", class: "jump", title: about, onclick: () => this.jump(to) }, label);
  }

  /** More places to go: `marks` = [{label, at, about}], with `label` before them. */
  offer({ label, marks }) {
    this.marks = marks.map(({ label: words, at, about }) => ({ at: Date.parse(at), button: this.button(words, at, about) }));
    this.marksLabel = element("span", { class: "jumps-label" }, label);
    this.jumps.append(this.marksLabel, ...this.marks.map(({ button }) => button));
    this.buttons.push(...this.marks.map(({ button }) => button));
    this.putAway();
  }

  putAway() {
    if (this.ahead === undefined || !this.marks.length) return;
    for (const { at, button } of this.marks) button.hidden = at <= this.ahead + performance.now();
    this.marksLabel.hidden = this.marks.every(({ button }) => button.hidden);
  }

  /** The server's clock shows `now` (ISO 8601) at this moment; between its words the page counts on. */
  set(now) {
    const instant = Date.parse(now);
    if (Number.isNaN(instant)) return;
    this.ahead = instant - performance.now();
    this.root.hidden = false;
    this.tick();
  }

  tick() {
    if (this.ahead === undefined) return;
    const now = new Date(this.ahead + performance.now());
    const shown = hourAndMinute(now);
    if (this.time.textContent === shown && this.day.textContent === dayName(now)) return;
    this.time.textContent = shown;
    this.time.dateTime = now.toISOString();
    this.day.textContent = dayName(now);
    this.putAway();
    this.onTick(now);
  }

  async load() {
    try {
      const { now } = await this.server.get("clock");
      this.set(now);
    } catch (error) {
      if (error.status !== 404) throw error; // a server without a clock: the page does without
    }
  }

  async jump(to) {
    for (const button of this.buttons) button.disabled = true;
    this.root.classList.add("moving");
    try {
      const answer = await this.server.post("clock", { to });
      if (answer?.now) this.set(answer.now);
    } catch (error) {
      this.onRefused(error.message);
    } finally {
      for (const button of this.buttons) button.disabled = false;
      this.root.classList.remove("moving");
    }
  }
}
