// The foot of a chat: the text box and its buttons, the menu of commands, the keyboard the bot offers,
// and what stands there instead when the chat is empty or the bot is blocked.

import { element, icon } from "./elements.js";

/** Rows of {text, request_contact} out of either shape the state may hold. */
function rowsOf(keyboard) {
  if (!keyboard) return [];
  if (keyboard.request_contact) return [[{ text: keyboard.request_contact, request_contact: true }]];
  const rows = keyboard.keyboard ?? [];
  return rows.map((row) => row.map((key) => (typeof key === "string" ? { text: key } : key)));
}

export class Composer {
  /** `phone` = {say, start, attach, shareContact, unblock}. */
  constructor(phone) {
    this.phone = phone;
    this.commands = [];
    this.text = element("textarea", {
      class: "say",
      rows: 1,
      placeholder: "Nhắn tin",
      autocomplete: "off",
      enterkeyhint: "send",
      oninput: () => this.onInput(),
      onkeydown: (event) => this.onKey(event),
    });
    this.list = element("div", { class: "commands", hidden: true, role: "group", "aria-label": "Các lệnh" });
    this.menu = element(
      "button",
      { type: "button", class: "menu", "aria-expanded": "false", onclick: () => this.toggleMenu() },
      icon("menu"),
      element("span", {}, "Menu"),
    );
    this.file = element("input", { type: "file", class: "picker", tabindex: "-1", "aria-hidden": "true", onchange: () => this.onFile() });
    const clip = element(
      "button",
      { type: "button", class: "round", "aria-label": "Đính kèm ảnh hoặc tệp", onclick: () => this.file.click() },
      icon("clip"),
    );
    this.send = element(
      "button",
      { type: "button", class: "round send", "aria-label": "Gửi", onclick: () => this.say() },
      icon("send"),
    );
    this.line = element("div", { class: "line" }, this.menu, this.text, this.file, clip, this.send);
    this.instead = element("div", { class: "instead", hidden: true });
    this.keys = element("div", { class: "reply-keys", hidden: true, role: "group", "aria-label": "Bàn phím trả lời" });
    this.root = element(
      "footer",
      { class: "composer", onkeydown: (event) => event.key === "Escape" && this.closeMenu() },
      this.list,
      this.line,
      this.instead,
      this.keys,
    );
    this.onInput();
  }

  /** Show what fits the chat: `blocked`, `empty` (then one big start button), `commands`, `keyboard`. */
  show({ blocked, empty, commands, keyboard }) {
    this.commands = commands ?? [];
    this.menu.hidden = this.commands.length === 0;
    const big = blocked ? ["Bỏ chặn", () => this.phone.unblock()] : empty ? ["Bắt đầu", () => this.phone.start()] : null;
    this.line.hidden = Boolean(big);
    this.instead.hidden = !big;
    if (big) {
      const [label, onclick] = big;
      if (this.instead.textContent !== label) {
        this.instead.replaceChildren(element("button", { type: "button", class: "big", onclick }, label));
      }
      this.closeMenu();
    } else {
      this.instead.replaceChildren();
    }
    this.showKeys(big ? null : keyboard);
  }

  showKeys(keyboard) {
    const asText = JSON.stringify(keyboard ?? null);
    if (asText === this.shownKeys) return;
    this.shownKeys = asText;
    const rows = rowsOf(keyboard);
    this.keys.hidden = rows.length === 0;
    this.keys.replaceChildren(
      ...rows.map((row) => element("div", { class: "key-row" }, ...row.map((key) => this.drawReplyKey(key)))),
    );
  }

  drawReplyKey(key) {
    const onclick = () => (key.request_contact ? this.phone.shareContact() : this.phone.say(key.text));
    return element("button", { type: "button", class: "reply-key", onclick }, key.text);
  }

  onInput() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 120)}px`;
    this.send.disabled = this.text.value.trim() === "";
    const typed = this.text.value;
    if (/^\/\w*$/.test(typed)) this.openMenu(this.commands.filter((c) => `/${c.command}`.startsWith(typed)));
    else this.closeMenu();
  }

  onKey(event) {
    // While Telex or VNI still composes a letter, Enter belongs to the input method.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.say();
  }

  say() {
    const text = this.text.value;
    if (text.trim() === "") return;
    this.text.value = "";
    this.onInput();
    this.text.focus();
    this.phone.say(text);
  }

  onFile() {
    const [file] = this.file.files;
    this.file.value = "";
    if (file) this.phone.attach(file);
  }

  toggleMenu() {
    if (this.list.hidden) {
      this.openMenu(this.commands);
      this.list.querySelector("button")?.focus();
    } else {
      this.closeMenu();
    }
  }

  openMenu(commands) {
    const rows = commands.map(({ command, description }) =>
      element(
        "button",
        { type: "button", class: "command", onclick: () => this.choose(command) },
        element("span", { class: "command-name" }, `/${command}`),
        element("span", { class: "command-words" }, description),
      ),
    );
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.menu.setAttribute("aria-expanded", String(rows.length > 0));
  }

  closeMenu() {
    if (this.list.hidden) return;
    const inside = this.list.contains(document.activeElement);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.menu.setAttribute("aria-expanded", "false");
    if (inside) this.menu.focus();
  }

  choose(command) {
    this.closeMenu();
    this.text.value = "";
    this.onInput();
    this.phone.say(`/${command}`);
  }
}
