// One phone: its frame, what the server tells it, and what its owner does with it.

import { Chat } from "./chat.js";
import { hourAndMinute } from "./clock.js";
import { Composer } from "./composer.js";
import { ask, enlarge, tell, toast } from "./dialogs.js";
import { element, icon } from "./elements.js";

const TURNS_MS = 15000; // a phone stops turning a button after a while, answered or not
const TYPING_MS = 5000;

export class Phone {
  /**
   * `person` = {user, name, role_label?, hint?, start_code?}.
   * `root` is the whole phone with its caption, `tab` a link to it.
   */
  constructor(person, server) {
    this.person = person;
    this.server = server;
    this.turning = new Map(); // callback id, or a stand-in until it is known → {messageId, data}
    this.early = new Map(); // callback id → its answer, while it may have overtaken the reply to its own tap
    this.waiting = null; // events that came while the state was being loaded
    this.state = { blocked: false, commands: [], keyboard: null };
    this.chat = new Chat(this);
    this.composer = new Composer(this);
    this.draw();
  }

  // ── the frame ────────────────────────────────────────────────────────────────────────────────

  draw() {
    const { user, name, role_label: role, hint } = this.person;
    this.tab = element("a", { class: "tab", href: `#phone-${user}` });
    this.caption = element("h2", { id: `name-${user}` });
    this.statusTime = element("span");
    this.botName = element("span", { class: "bot-name" }, "Rà soát");
    this.presence = element("span", { class: "presence" }, "bot");
    this.toasts = element("div", { class: "toasts", role: "status", "aria-live": "polite" });
    const onclick = () => this.blockAfterAsking();
    this.block = element("button", { type: "button", class: "round", "aria-label": "Chặn bot", title: "Chặn bot", onclick }, icon("block"));
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
      element("div", { class: "middle" }, this.chat.log, this.chat.down, this.toasts),
      this.composer.root,
    );
    const whose = element(
      "div",
      { class: "whose" },
      element("div", { class: "whose-line" }, this.caption, element("span", { class: "role", hidden: !role }, role ?? "")),
      element("p", { class: "hint", hidden: !hint }, hint ?? ""),
    );
    this.root = element(
      "section",
      { class: "phone", id: `phone-${user}`, "data-user": user, "aria-labelledby": `name-${user}` },
      whose,
      element("div", { class: "body" }, this.screen),
    );
    this.name(name || `Máy ${user}`);
  }

  name(words) {
    this.caption.textContent = words;
    this.tab.textContent = words;
    this.chat.log.setAttribute("aria-label", `Cuộc trò chuyện của ${words}`);
    this.composer.text.setAttribute("aria-label", `Nhắn tin cho bot bằng máy của ${words}`);
  }

  setTime(now) {
    this.statusTime.textContent = hourAndMinute(now);
  }

  // ── what the server tells ────────────────────────────────────────────────────────────────────

  /** Fetch the whole state. Events that come meanwhile are kept and applied on top, in order. */
  async load() {
    const kept = this.waiting ?? [];
    const mine = (this.loading = Symbol("load"));
    this.waiting = kept;
    try {
      const state = await this.server.get("state", { user: this.person.user });
      if (this.loading !== mine) return; // a later load took over, and what was kept
      this.showState(state);
    } catch (error) {
      if (this.loading !== mine) return;
      toast(this.toasts, `Không tải được cuộc trò chuyện: ${error.message}`);
    }
    this.waiting = null;
    for (const event of kept) this.receive(event);
  }

  showState(state) {
    if (!this.person.name) this.name([state.user.first_name, state.user.last_name].filter(Boolean).join(" "));
    this.chat.become(state.chat);
    this.nameBot(state.chat.findLast((message) => message.by === "bot"));
    this.state = { blocked: state.user.blocked, commands: state.commands, keyboard: state.keyboard };
    this.showFoot();
  }

  receive(event) {
    if (this.waiting) {
      this.waiting.push(event);
      return;
    }
    if (event.kind === "message") this.arrive(event.message);
    else if (event.kind === "edited") this.chat.put(event.message, { flash: true });
    else if (event.kind === "deleted") this.chat.remove(event.message.message_id);
    else if (event.kind === "callback_answer") this.takeAnswer(event);
    else if (event.kind === "typing") this.showTyping();
    else if (event.kind === "commands") this.load();
    this.showFoot();
  }

  arrive(message) {
    this.chat.put(message);
    if (message.by === "user") {
      this.chat.toTheEnd();
      return;
    }
    this.showTyping(false);
    this.nameBot(message);
    if (!message.reply_markup?.inline_keyboard) this.load(); // only the state tells which keyboard is left
  }

  /** The chat bears the name the bot writes under. */
  nameBot(message) {
    if (message?.from?.first_name) this.botName.textContent = message.from.first_name;
  }

  showFoot() {
    const empty = this.chat.isEmpty;
    this.composer.show({ ...this.state, empty });
    this.block.hidden = empty || this.state.blocked;
  }

  showTyping(typing = true) {
    this.presence.textContent = typing ? "đang nhập…" : "bot";
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.showTyping(false), TYPING_MS);
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

  /** Press the start button, or a deep link: `code` is its payload. */
  start(code = this.person.start_code) {
    return this.say(code ? `/start ${code}` : "/start");
  }

  isTurning(messageId, data) {
    return [...this.turning.values()].some((tap) => tap.messageId === messageId && tap.data === data);
  }

  async tap(messageId, data) {
    if (this.isTurning(messageId, data)) return;
    const unknown = Symbol("tap");
    this.turning.set(unknown, { messageId, data });
    this.chat.redraw(messageId);
    const made = await this.does("tap", { message_id: messageId, data });
    this.turning.delete(unknown);
    const id = made?.callback_query_id;
    if (id && !this.early.has(id)) {
      this.turning.set(id, { messageId, data });
      setTimeout(() => this.stopTurning(id), TURNS_MS);
    } else {
      this.chat.redraw(messageId);
    }
    if (this.isTapUnderway()) return;
    const early = [...this.early.values()];
    this.early.clear();
    early.forEach((answer) => this.showAnswer(answer));
  }

  /** Whether a tap has been made whose callback id is not known yet. */
  isTapUnderway() {
    return [...this.turning.keys()].some((key) => typeof key === "symbol");
  }

  /** Give whether that tap was turning. */
  stopTurning(id) {
    const tap = this.turning.get(id);
    if (!tap) return false;
    this.turning.delete(id);
    this.chat.redraw(tap.messageId);
    return true;
  }

  takeAnswer(answer) {
    const id = answer.callback_query_id;
    // A box laid over the screen before its own button is drawn anew would not find back to that button.
    if (!this.stopTurning(id) && this.isTapUnderway()) this.early.set(id, answer);
    else this.showAnswer(answer);
  }

  showAnswer({ text, show_alert: alert }) {
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
    if ((await this.does("block", { blocked })) === null) return;
    this.state.blocked = blocked;
    this.showFoot();
  }

  enlarge(address, words) {
    enlarge(address, words);
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    toast(this.toasts, "Đã chép.");
  }
}
