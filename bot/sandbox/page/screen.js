// One chat on a phone: the bars at its head and foot and the messages between. telegram.js and zalo.js add what
// their channels can do: `load`, `say`, `tap`, `attach`, `start`.

import { Chat } from "./chat.js";
import { hourAndMinute } from "./clock.js";
import { Composer } from "./composer.js";
import { ask, enlarge, toast } from "./dialogs.js";
import { element, icon } from "./elements.js";

const TYPING_MS = 5000;

/** The content of a file in base64. */
export async function inBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 32768) binary += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(binary);
}

export class Screen {
  /**
   * `user` is who they are on this channel, `about` what stands below the bot's name, `look` a class of the screen,
   * `invitation` what an empty chat asks for. `onNews` runs when the bot has written.
   */
  constructor(user, server, { about, look = "", invitation, hasStart = false }) {
    this.user = user;
    this.server = server;
    this.about = about;
    this.hasStart = hasStart; // an empty chat has one big button instead of the text box
    this.state = { blocked: false, commands: [], keyboard: null };
    this.onNews = () => {};
    this.chat = new Chat(this, invitation);
    this.composer = new Composer(this);
    this.statusTime = element("span");
    this.botName = element("span", { class: "bot-name" }, "Rà soát");
    this.presence = element("span", { class: "presence" }, about);
    this.toasts = element("div", { class: "toasts", role: "status", "aria-live": "polite" });
    const onclick = () => this.blockAfterAsking();
    this.block = element("button", { type: "button", class: "round", "aria-label": "Chặn bot", title: "Chặn bot", onclick }, icon("block"));
    this.root = element(
      "div",
      { class: `screen ${look}`.trim() },
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
  }

  /** Whose screen it is, for those who hear the page. */
  name(words) {
    this.chat.log.setAttribute("aria-label", `Cuộc trò chuyện của ${words}`);
    this.composer.text.setAttribute("aria-label", `Nhắn tin cho bot bằng máy của ${words}`);
  }

  setTime(now) {
    this.statusTime.textContent = hourAndMinute(now);
  }

  showFoot() {
    const empty = this.chat.isEmpty;
    this.composer.show({ ...this.state, empty: empty && this.hasStart });
    this.block.hidden = empty || this.state.blocked;
  }

  showTyping(typing = true) {
    this.presence.textContent = typing ? "đang nhập…" : this.about;
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.showTyping(false), TYPING_MS);
  }

  // ── what the owner does ──────────────────────────────────────────────────────────────────────

  /** Ask the server for something; a refusal becomes a toast and gives null. */
  async does(path, body) {
    try {
      return await this.server.post(path, { user: this.user, ...body });
    } catch (error) {
      toast(this.toasts, error.status === 409 ? "Nút này không còn nữa." : `Không gửi được: ${error.message}`);
      return null;
    }
  }

  async blockAfterAsking() {
    if (await ask(this.root, "Chặn bot? Bot sẽ không nhắn được cho máy này nữa.", "Chặn")) await this.setBlocked(true);
  }

  unblock() {
    return this.setBlocked(false);
  }

  async setBlocked(blocked) {
    if ((await this.does(this.blockPath ?? "block", { blocked })) === null) return;
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
