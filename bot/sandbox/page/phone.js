// One phone: its frame, its chat, and what its owner does with it.

import { drawBubble } from "./bubble.js";
import { dayName, hourAndMinute } from "./clock.js";
import { Composer } from "./composer.js";
import { ask, enlarge, tell, toast } from "./dialogs.js";
import { element, icon } from "./elements.js";

const TURNS_MS = 15000; // a phone stops turning a button after a while, answered or not
const TYPING_MS = 5000;
const NEAR_THE_END_PX = 80;

export class Phone {
  /** `person` = {user, name, role_label?, hint?, start_code?}. `root` is the whole phone with its caption. */
  constructor(person, server) {
    this.person = person;
    this.server = server;
    this.messages = new Map(); // message_id → {message, node, day}
    this.turning = new Map(); // callback id, or a stand-in until it is known → {messageId, data}
    this.answered = new Set(); // answers that overtook the reply to their own tap
    this.waiting = null; // events that came while the state was being loaded
    this.state = { blocked: false, commands: [], keyboard: null };
    this.startCode = person.start_code;
    this.draw();
  }

  // ── the frame ────────────────────────────────────────────────────────────────────────────────

  draw() {
    const { user, name, role_label: role, hint } = this.person;
    this.caption = element("h2", { id: `name-${user}` }, name);
    this.role = element("span", { class: "role", hidden: !role }, role ?? "");
    this.statusTime = element("span", {}, "");
    this.botName = element("span", { class: "bot-name" }, "Rà soát");
    this.presence = element("span", { class: "presence" }, "bot");
    this.block = element(
      "button",
      { type: "button", class: "round block", "aria-label": "Chặn bot", title: "Chặn bot", onclick: () => this.blockAfterAsking() },
      icon("block"),
    );
    this.list = element("div", { class: "list" });
    this.nothing = element(
      "div",
      { class: "nothing" },
      element("strong", {}, "Rà soát"),
      element("span", {}, "Bấm Bắt đầu để mở cuộc trò chuyện với bot."),
    );
    this.log = element(
      "div",
      { class: "log", role: "log", tabindex: "0", "aria-label": `Cuộc trò chuyện của ${name}` },
      this.nothing,
      this.list,
    );
    this.down = element(
      "button",
      { type: "button", class: "round down", "aria-label": "Tới tin mới nhất", hidden: true, onclick: () => this.toTheEnd() },
      icon("down"),
    );
    this.toasts = element("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.composer = new Composer(this, `Nhắn tin cho bot bằng máy của ${name}`);
    this.screen = element(
      "div",
      { class: "screen" },
      element("div", { class: "status-bar", "aria-hidden": "true" }, this.statusTime, element("span", { class: "signal" })),
      element(
        "header",
        { class: "chat-head" },
        element("span", { class: "avatar", "aria-hidden": "true" }, "RS"),
        element("div", { class: "chat-names" }, this.botName, this.presence),
        this.block,
      ),
      element("div", { class: "middle" }, this.log, this.down, this.toasts),
      this.composer.root,
    );
    this.root = element(
      "section",
      { class: "phone", id: `phone-${user}`, "data-user": user, "aria-labelledby": `name-${user}` },
      element(
        "div",
        { class: "whose" },
        element("div", { class: "whose-line" }, this.caption, this.role),
        element("p", { class: "hint", hidden: !hint }, hint ?? ""),
      ),
      element("div", { class: "body" }, this.screen),
    );
    this.atTheEnd = true;
    this.log.addEventListener("scroll", () => this.noteScroll());
    const follow = new ResizeObserver(() => this.atTheEnd && this.toTheEnd());
    follow.observe(this.log);
    follow.observe(this.list);
  }

  setTime(now) {
    this.statusTime.textContent = hourAndMinute(now);
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

  // ── what the server tells ────────────────────────────────────────────────────────────────────

  /** Fetch the whole state. Events that come meanwhile are kept and applied on top, in order. */
  async load() {
    const kept = [];
    this.waiting = kept;
    try {
      const state = await this.server.get("state", { user: this.person.user });
      if (this.waiting !== kept) return; // a later load took over
      this.showState(state);
    } catch (error) {
      if (this.waiting === kept) toast(this.toasts, `Không tải được cuộc trò chuyện: ${error.message}`);
    }
    if (this.waiting !== kept) return;
    this.waiting = null;
    for (const event of kept) this.apply(event);
  }

  showState(state) {
    if (!this.person.name) this.caption.textContent = state.user.first_name;
    const alive = new Set(state.chat.map((message) => message.message_id));
    for (const id of this.messages.keys()) if (!alive.has(id)) this.remove(id);
    for (const message of state.chat) this.put(message);
    this.state = { blocked: state.user.blocked, commands: state.commands, keyboard: state.keyboard };
    this.showFoot();
  }

  receive(event) {
    if (this.waiting) this.waiting.push(event);
    else this.apply(event);
  }

  apply(event) {
    if (event.kind === "message") this.arrive(event);
    else if (event.kind === "edited") this.put(event.message, { flash: true });
    else if (event.kind === "deleted") this.remove(event.message.message_id);
    else if (event.kind === "callback_answer") this.takeAnswer(event);
    else if (event.kind === "typing") this.showTyping();
    else if (event.kind === "commands") this.load();
    this.showFoot();
  }

  arrive({ message }) {
    this.put(message);
    if (message.by === "user") this.toTheEnd();
    else this.hideTyping();
    const { reply_markup: markup } = message;
    if (message.by === "bot" && !markup?.inline_keyboard) this.load(); // only the state tells the keyboard
  }

  showFoot() {
    const empty = this.messages.size === 0;
    this.nothing.hidden = !empty;
    this.composer.show({ ...this.state, empty });
    this.block.hidden = empty || this.state.blocked;
  }

  showTyping() {
    this.presence.textContent = "đang nhập…";
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.hideTyping(), TYPING_MS);
  }

  hideTyping() {
    this.presence.textContent = "bot";
  }

  // ── the chat ─────────────────────────────────────────────────────────────────────────────────

  /** Put a message in its place by id, drawn anew; the same message again changes nothing. */
  put(message, { flash = false } = {}) {
    const known = this.messages.get(message.message_id);
    if (known && JSON.stringify(known.message) === JSON.stringify(message)) return;
    const node = drawBubble(message, this);
    if (known) {
      this.swap(known.node, node);
      this.messages.set(message.message_id, { ...known, message, node });
    } else {
      const entry = { message, node, day: element("div", { class: "day" }) };
      const next = this.after(message.message_id);
      this.messages.set(message.message_id, entry);
      if (next) next.day.before(entry.day, node);
      else this.list.append(entry.day, node);
      this.nameDays();
    }
    if (message.by === "bot" && message.from?.first_name) this.botName.textContent = message.from.first_name;
    if (flash) node.classList.add("flash");
    if (this.atTheEnd) this.toTheEnd();
    else if (!known) this.down.hidden = false;
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

  after(messageId) {
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
    this.nameDays();
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

  // ── what the owner does ──────────────────────────────────────────────────────────────────────

  /** Ask the server for something; a refusal becomes a toast and gives null. */
  async does(path, body) {
    try {
      return await this.server.post(path, { user: this.person.user, ...body });
    } catch (error) {
      toast(this.toasts, error.status === 409 ? "Nút này không còn nữa." : `Không gửi được: ${error.message}`);
      return null;
    }
  }

  say(text) {
    return this.does("say", { text });
  }

  start(code = this.startCode) {
    return this.say(code ? `/start ${code}` : "/start");
  }

  isTurning(messageId, data) {
    return [...this.turning.values()].some((tap) => tap.messageId === messageId && tap.data === data);
  }

  redraw(messageId) {
    const entry = this.messages.get(messageId);
    if (!entry) return;
    const node = drawBubble(entry.message, this);
    this.swap(entry.node, node);
    entry.node = node;
  }

  async tap(messageId, data) {
    if (this.isTurning(messageId, data)) return;
    const unknown = Symbol("tap");
    this.turning.set(unknown, { messageId, data });
    this.redraw(messageId);
    const made = await this.does("tap", { message_id: messageId, data });
    this.turning.delete(unknown);
    const id = made?.callback_query_id;
    if (id && !this.answered.delete(id)) {
      this.turning.set(id, { messageId, data });
      setTimeout(() => this.stopTurning(id), TURNS_MS);
    } else {
      this.redraw(messageId);
    }
  }

  stopTurning(id) {
    const tap = this.turning.get(id);
    if (!tap) return false;
    this.turning.delete(id);
    this.redraw(tap.messageId);
    return true;
  }

  takeAnswer({ callback_query_id: id, text, show_alert: alert }) {
    if (!this.stopTurning(id)) this.answered.add(id);
    if (!text) return;
    if (alert) tell(this.screen, text);
    else toast(this.toasts, text);
  }

  async shareContact() {
    if (await ask(this.screen, "Chia sẻ số điện thoại của bạn?", "Chia sẻ")) await this.does("contact", {});
  }

  async attach(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 32768) binary += String.fromCharCode(...bytes.subarray(i, i + 32768));
    const kind = ["image/jpeg", "image/png"].includes(file.type) ? "photo" : "document";
    const about = { file_name: file.name, mime_type: file.type || "application/octet-stream" };
    await this.does("send", { kind, ...about, content_base64: btoa(binary) });
  }

  async blockAfterAsking() {
    if (await ask(this.screen, "Chặn bot? Bot sẽ không nhắn được cho máy này nữa.", "Chặn")) await this.setBlocked(true);
  }

  unblock() {
    return this.setBlocked(false);
  }

  async setBlocked(blocked) {
    if (await this.does("block", { blocked })) {
      this.state.blocked = blocked;
      this.showFoot();
    }
  }

  enlarge(address, words) {
    enlarge(address, words);
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    toast(this.toasts, "Đã chép.");
  }
}
