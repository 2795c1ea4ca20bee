// The messages of one phone in their order, and where its owner stands among them.

import { drawBubble } from "./bubble.js";
import { dayName } from "./clock.js";
import { element, icon } from "./elements.js";

const NEAR_THE_END_PX = 80;

export class Chat {
  /** `taps` = {tap, isTurning, say, start, copy, enlarge}: what messages ask of their phone. An empty chat shows `invitation`. */
  constructor(taps, invitation) {
    this.taps = taps;
    this.messages = new Map(); // message_id → {message, node, day}
    this.list = element("div", { class: "list" });
    this.nothing = element(
      "div",
      { class: "nothing" },
      element("strong", {}, "Rà soát"),
      element("span", {}, invitation),
    );
    this.log = element("div", { class: "log", role: "log", tabindex: "0" }, this.nothing, this.list);
    this.down = element(
      "button",
      { type: "button", class: "round down", "aria-label": "Tới tin mới nhất", hidden: true, onclick: () => this.toTheEnd() },
      icon("down"),
    );
    this.atTheEnd = true;
    this.log.addEventListener("scroll", () => this.noteScroll());
    // Pictures that load, a foot that grows: whoever stood at the newest message stays there.
    const follow = new ResizeObserver(() => this.atTheEnd && this.toTheEnd());
    follow.observe(this.log);
    follow.observe(this.list);
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.atTheEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
    this.down.hidden = this.atTheEnd;
  }

  toTheEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.atTheEnd = true;
    this.down.hidden = true;
  }

  /** Make the chat exactly these messages. */
  become(messages) {
    const alive = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.messages.keys()]) if (!alive.has(id)) this.remove(id);
    for (const message of messages) this.put(message);
  }

  /** Put a message in its place by id, drawn anew; the same message again changes nothing. */
  put(message, { flash = false } = {}) {
    const known = this.messages.get(message.message_id);
    if (known && JSON.stringify(known.message) === JSON.stringify(message)) return;
    const node = drawBubble(message, this.taps);
    if (flash) node.classList.add("flash");
    if (known) {
      this.swap(known.node, node);
      this.messages.set(message.message_id, { ...known, message, node });
    } else {
      this.insert(message, node);
    }
    this.nothing.hidden = true;
    if (this.atTheEnd) this.toTheEnd();
    else if (!known) this.down.hidden = false;
  }

  insert(message, node) {
    const entry = { message, node, day: element("div", { class: "day" }) };
    const next = this.firstAfter(message.message_id);
    this.messages.set(message.message_id, entry);
    if (next) next.day.before(entry.day, node);
    else this.list.append(entry.day, node);
    this.nameDays();
  }

  firstAfter(messageId) {
    let next = null;
    for (const [id, entry] of this.messages) {
      if (id > messageId && (!next || id < next.message.message_id)) next = entry;
    }
    return next;
  }

  remove(messageId) {
    const entry = this.messages.get(messageId);
    if (!entry) return;
    if (entry.node.contains(document.activeElement)) this.log.focus({ preventScroll: true });
    entry.day.remove();
    entry.node.remove();
    this.messages.delete(messageId);
    this.nothing.hidden = !this.isEmpty;
    this.nameDays();
  }

  /** Draw a message again because one of its buttons began or ceased to turn. */
  redraw(messageId) {
    const entry = this.messages.get(messageId);
    if (!entry) return;
    const node = drawBubble(entry.message, this.taps);
    this.swap(entry.node, node);
    entry.node = node;
  }

  /** Swap a drawn message; whoever stood on one of its buttons by keyboard stands on the new one's. */
  swap(old, fresh) {
    const place = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (place < 0) return;
    const there = fresh.querySelectorAll("button, a");
    const target = there[Math.min(place, there.length - 1)] ?? this.log;
    target.focus({ preventScroll: true });
  }

  /** The first message of each day carries the day's name above it. */
  nameDays() {
    let before = "";
    for (const [, { message, day }] of [...this.messages].sort(([a], [b]) => a - b)) {
      const name = dayName(new Date(message.date * 1000));
      day.hidden = name === before;
      if (day.textContent !== name) day.textContent = name;
      before = name;
    }
  }
}
