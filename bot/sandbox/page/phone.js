// One phone: its frame, whose it is, and the switch between the channels on which its owner is in touch with the bot.

import { element } from "./elements.js";
import { TelegramScreen } from "./telegram.js";
import { FACES, ZaloScreen } from "./zalo.js";

export class Phone {
  /**
   * `person` = {user, name, role_label?, hint?, start_code?}; `zalo` = {server, add(screens)}.
   * `root` is the whole phone with its caption, `tab` a link to it.
   */
  constructor(person, server, zalo) {
    this.person = person;
    this.zalo = zalo;
    const { user, name, role_label: role, hint, start_code: startCode } = person;
    this.telegram = new TelegramScreen(user, server, { startCode, onUser: (found) => this.meet(found) });
    this.screens = new Map();
    this.buttons = new Map();
    this.tab = element("a", { class: "tab", href: `#phone-${user}` });
    this.caption = element("h2", { id: `name-${user}` });
    this.switch = element("div", { class: "switch", role: "group", hidden: true });
    const whose = element(
      "div",
      { class: "whose" },
      element("div", { class: "whose-line" }, this.caption, element("span", { class: "role", hidden: !role }, role ?? "")),
      element("p", { class: "hint", hidden: !hint }, hint ?? ""),
      this.switch,
    );
    this.body = element("div", { class: "body" });
    this.root = element(
      "section",
      { class: "phone", id: `phone-${user}`, "data-user": user, "aria-labelledby": `name-${user}` },
      whose,
      this.body,
    );
    this.add("telegram", "Telegram", this.telegram);
    this.name(name || `Máy ${user}`);
    this.choose("telegram");
  }

  name(words) {
    this.caption.textContent = words;
    this.tab.textContent = words;
    this.switch.setAttribute("aria-label", `Kênh trên máy của ${words}`);
    for (const screen of this.screens.values()) screen.name(words);
  }

  /** The server has told who the owner is, and where else they are to be found. */
  meet({ first_name: first, last_name: last, elsewhere }) {
    if (!this.person.name) this.name([first, last].filter(Boolean).join(" "));
    if (this.screens.size > 1 || !elsewhere) return;
    const fresh = Object.keys(FACES).filter((face) => elsewhere[face]).map((face) => new ZaloScreen(face, elsewhere[face], this.zalo.server));
    for (const screen of fresh) this.add(screen.face, FACES[screen.face], screen);
    this.switch.hidden = this.screens.size < 2;
    this.name(this.caption.textContent);
    if (this.now) this.setTime(this.now);
    if (fresh.length) this.zalo.add(fresh);
  }

  add(channel, label, screen) {
    const button = element("button", { type: "button", class: "channel", "aria-pressed": "false", onclick: () => this.choose(channel) }, label);
    screen.root.hidden = channel !== this.chosen;
    screen.onNews = () => this.mark(channel, channel !== this.chosen);
    screen.showFoot();
    this.screens.set(channel, screen);
    this.buttons.set(channel, button);
    this.switch.append(button);
    this.body.append(screen.root);
  }

  choose(channel) {
    this.chosen = channel;
    for (const [name, screen] of this.screens) {
      screen.root.hidden = name !== channel;
      this.buttons.get(name).setAttribute("aria-pressed", String(name === channel));
    }
    this.mark(channel, false);
    this.screens.get(channel).chat.toTheEnd();
  }

  /** A dot on the switch tells that the bot has written where nobody looks. */
  mark(channel, hasNews) {
    const button = this.buttons.get(channel);
    button.classList.toggle("news", hasNews);
    if (hasNews) button.setAttribute("aria-description", "có tin mới");
    else button.removeAttribute("aria-description");
  }

  get toasts() {
    return this.screens.get(this.chosen).toasts;
  }

  setTime(now) {
    this.now = now;
    for (const screen of this.screens.values()) screen.setTime(now);
  }

  load() {
    return this.telegram.load();
  }

  receive(event) {
    this.telegram.receive(event);
  }
}
