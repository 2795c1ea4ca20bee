// The chat on Telegram: what the server tells of it, taps that turn until they are answered, the contact.

import { ask, tell, toast } from "./dialogs.js";
import { Screen, inBase64 } from "./screen.js";

const TURNS_MS = 15000; // a phone stops turning a button after a while, answered or not

export class TelegramScreen extends Screen {
  /** `startCode` goes with the start button; `onUser` runs with the person whenever the state was fetched. */
  constructor(user, server, { startCode, onUser }) {
    super(user, server, { about: "bot", hasStart: true, invitation: "Bấm Bắt đầu để mở cuộc trò chuyện với bot." });
    this.startCode = startCode;
    this.onUser = onUser;
    this.turning = new Map(); // callback id, or a stand-in until it is known → {messageId, data}
    this.early = new Map(); // callback id → its answer, while it may have overtaken the reply to its own tap
    this.waiting = null; // events that came while the state was being loaded
  }

  // ── what the server tells ────────────────────────────────────────────────────────────────────

  /** Fetch the whole state. Events that come meanwhile are kept and applied on top, in order. */
  async load() {
    const kept = this.waiting ?? [];
    const mine = (this.loading = Symbol("load"));
    this.waiting = kept;
    try {
      const state = await this.server.get("state", { user: this.user });
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
    this.onUser(state.user);
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
    this.onNews();
    if (!message.reply_markup?.inline_keyboard) this.load(); // only the state tells which keyboard is left
  }

  /** The chat bears the name the bot writes under. */
  nameBot(message) {
    if (message?.from?.first_name) this.botName.textContent = message.from.first_name;
  }

  // ── what the owner does ──────────────────────────────────────────────────────────────────────

  say(text) {
    return this.does("say", { text });
  }

  /** Press the start button, or a deep link: `code` is its payload. */
  start(code = this.startCode) {
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
    if (alert) tell(this.root, text);
    else toast(this.toasts, text);
  }

  async shareContact() {
    if (await ask(this.root, "Chia sẻ số điện thoại của bạn?", "Chia sẻ")) await this.does("contact", {});
  }

  async attach(file) {
    const kind = ["image/jpeg", "image/png"].includes(file.type) ? "photo" : "document";
    const about = { file_name: file.name, mime_type: file.type || "application/octet-stream" };
    await this.does("send", { kind, ...about, content_base64: await inBase64(file) });
  }
}
