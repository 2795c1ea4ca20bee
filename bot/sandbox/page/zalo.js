// The chat on one of Zalo's two channels: `oa`, the Official Account with its buttons, or `bot`, which has none.
// Nothing there is ever edited or deleted, so each piece of news is a reason to fetch the chat anew.

import { toast } from "./dialogs.js";
import { Screen, inBase64 } from "./screen.js";

const MEDIA = "/media/"; // where the stand-in keeps files; the page reaches them below its own address
const PICTURES = ["image/jpeg", "image/png"];
export const FACES = { oa: "Zalo OA", bot: "Zalo Bot" };

/** Where this page finds a file of the stand-in; null for any other. */
function addressOf(url) {
  if (!url) return null;
  const { pathname } = new URL(url, location.href);
  return pathname.startsWith(MEDIA) ? `/phones/zalo${pathname}` : null;
}

function keyOf({ title, type, payload }) {
  if (type === "oa.open.url") return { text: title, url: payload.url };
  return type.startsWith("oa.query.") ? { text: title, callback_data: title } : { text: title, disabled: true };
}

/** What Zalo's phone shows, in the shape the bubbles are drawn from; `place` in the chat serves as its number. */
function asMessage(shown, place) {
  const { type, payload = {} } = shown.attachments?.[0] ?? {};
  const message = { message_id: place, by: shown.by, date: shown.date / 1000, text: shown.text || shown.caption };
  const picture = shown.copy ?? shown.photo ?? shown.photo_url ?? (type === "image" && payload.url);
  if (picture) message.photo = [{ file_url: shown.visible === false ? null : addressOf(picture) }];
  const file = shown.file ?? (type === "file" && payload.url);
  if (file) {
    const name = shown.name ?? payload.name;
    message.document = { file_name: name, file_size: Number(payload.size), file_url: addressOf(file) };
  }
  if (["sticker", "voice", "location"].includes(shown.kind)) message[shown.kind] = {};
  if (shown.kind === "document") message.document = {};
  if (shown.buttons?.length) message.reply_markup = { inline_keyboard: shown.buttons.map((button) => [keyOf(button)]) };
  return message;
}

export class ZaloScreen extends Screen {
  constructor(face, user, server) {
    const invitation = "Gõ mã liên kết (nhắn /lienket trên Telegram để lấy) hoặc mã kích hoạt.";
    super(user, server, { about: FACES[face], look: "zalo", invitation });
    this.face = face;
    this.blockPath = `${face}/block`;
    this.turning = new Set(); // "place/title" of taps on their way
    this.ids = []; // place in the chat → the message's own id
    this.written = null; // how many messages of the bot are known
  }

  receive(event) {
    if (event.kind === "typing") this.showTyping();
    else this.load();
  }

  /** Fetch the chat; news that come meanwhile make it fetch once more. */
  async load() {
    this.isStale = true;
    if (this.isLoading) return;
    this.isLoading = true;
    while (this.isStale) {
      this.isStale = false;
      try {
        this.showState(await this.server.get(`${this.face}/state`, { user: this.user }));
      } catch (error) {
        toast(this.toasts, `Không tải được cuộc trò chuyện: ${error.message}`);
      }
    }
    this.isLoading = false;
  }

  showState({ user, chat }) {
    this.ids = chat.map((shown) => shown.message_id);
    this.chat.become(chat.map(asMessage));
    this.state.blocked = user.blocked;
    const written = chat.filter((shown) => shown.by === "bot").length;
    if (this.written !== null && written > this.written) {
      this.showTyping(false);
      this.onNews();
    }
    this.written = written;
    this.showFoot();
  }

  async say(text) {
    await this.does(`${this.face}/say`, { text });
    this.chat.toTheEnd();
  }

  /** A deep link: on Zalo the code is typed. */
  start(code) {
    return this.say(code);
  }

  isTurning(place, title) {
    return this.turning.has(`${place}/${title}`);
  }

  async tap(place, title) {
    if (this.isTurning(place, title)) return;
    this.turning.add(`${place}/${title}`);
    this.chat.redraw(place);
    await this.does("oa/tap", { message_id: this.ids[place], title });
    this.turning.delete(`${place}/${title}`);
    this.chat.redraw(place);
  }

  async attach(file) {
    const content = await inBase64(file);
    if (PICTURES.includes(file.type)) await this.does(`${this.face}/send_image`, { content });
    else if (this.face === "oa") await this.does("oa/send_file", { content, name: file.name });
    else await this.does("bot/send_unsupported", { what: "document" });
  }
}
