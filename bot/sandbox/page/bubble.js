// One message, drawn: its words, picture or file, time, and the buttons below it.

import { hourAndMinute } from "./clock.js";
import { element, icon } from "./elements.js";
import { drawWords, safeAddress } from "./words.js";

const LOOKS = { success: "good", danger: "bad", primary: "main" };

const UNDRAWN = [
  ["sticker", "Nhãn dán"],
  ["voice", "Tin nhắn thoại"],
  ["audio", "Tệp âm thanh"],
  ["video", "Video"],
  ["video_note", "Video"],
  ["animation", "Ảnh động"],
  ["location", "Vị trí"],
  ["venue", "Địa điểm"],
  ["poll", "Bình chọn"],
  ["dice", "Xúc xắc"],
];

/** The address of a file of this page's own server; any other host gives null and is never asked. */
function ownAddress(address) {
  if (!address) return null;
  const url = new URL(address, location.href);
  return url.origin === location.origin ? url.href : null;
}

/** Bytes as a phone shows them, with the decimal comma: 1,4 MB. */
export function sizeInWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const [number, unit] = bytes < 1024 ? [bytes, "B"] : bytes < 1048576 ? [bytes / 1024, "KB"] : [bytes / 1048576, "MB"];
  return `${number.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}

function drawPhoto(message, phone) {
  const largest = message.photo.at(-1);
  const address = ownAddress(largest.file_url ?? message.file_url);
  if (!address) return element("p", { class: "undrawn" }, "Ảnh không còn");
  const words = message.caption ? `Ảnh: ${message.caption}` : "Ảnh";
  const picture = element("img", { src: address, alt: words, width: largest.width, height: largest.height });
  const onclick = () => phone.enlarge(address, words);
  return element("button", { type: "button", class: "photo", "aria-label": `Phóng to. ${words}`, onclick }, picture);
}

function drawDocument(message) {
  const { file_name: name = "Tệp", file_size: bytes, file_url: url } = message.document;
  const address = ownAddress(url ?? message.file_url);
  const parts = [
    element("span", { class: "file-sign" }, icon("file")),
    element(
      "span",
      { class: "file-words" },
      element("span", { class: "file-name" }, name),
      element("span", { class: "file-size" }, sizeInWords(bytes)),
    ),
  ];
  if (!address) return element("div", { class: "file" }, ...parts);
  return element("a", { class: "file", href: address, download: name }, ...parts);
}

function drawContact(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return element(
    "div",
    { class: "file" },
    element("span", { class: "file-sign" }, icon("person")),
    element(
      "span",
      { class: "file-words" },
      element("span", { class: "file-name" }, name),
      element("span", { class: "file-size" }, contact.phone_number),
    ),
  );
}

function drawContent(message, phone) {
  const parts = [];
  if (message.forward_origin) parts.push(element("p", { class: "forwarded" }, "Tin chuyển tiếp"));
  if (message.photo?.length) parts.push(drawPhoto(message, phone));
  else if (message.document) parts.push(drawDocument(message));
  else if (message.contact) parts.push(drawContact(message.contact));
  else {
    const [, name] = UNDRAWN.find(([kind]) => message[kind]) ?? [];
    if (name) parts.push(element("p", { class: "undrawn" }, name));
  }
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    parts.push(element("div", { class: "words" }, drawWords(text, entities, phone)));
  }
  return parts;
}

function drawMeta(message) {
  const sentAt = new Date(message.date * 1000);
  return element(
    "div",
    { class: "meta" },
    message.has_protected_content ? icon("lock", "Được bảo vệ: không chuyển tiếp, không lưu") : null,
    message.edit_date ? element("span", { class: "edited" }, "đã sửa") : null,
    element("time", { datetime: sentAt.toISOString() }, hourAndMinute(sentAt)),
  );
}

function drawKey(key, message, phone) {
  const look = `key ${LOOKS[key.style] ?? ""}`.trim();
  const address = key.url ?? key.web_app?.url;
  if (address) {
    const href = safeAddress(address);
    const props = { class: look, target: "_blank", rel: "noopener noreferrer" };
    return element("a", { ...props, ...(href ? { href } : {}) }, key.text, icon("link"));
  }
  const turning = key.callback_data !== undefined && phone.isTurning(message.message_id, key.callback_data);
  const onclick = () => {
    if (key.copy_text) phone.copy(key.copy_text.text);
    else if (key.callback_data !== undefined) phone.tap(message.message_id, key.callback_data);
  };
  const props = { type: "button", class: turning ? `${look} turning` : look, onclick };
  return element("button", { ...props, disabled: Boolean(key.disabled), "aria-busy": turning ? "true" : null }, key.text);
}

function drawKeys(message, phone) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const drawn = rows.map((row) =>
    element("div", { class: "key-row" }, ...row.map((key) => drawKey(key, message, phone))),
  );
  return element("div", { class: "keys", role: "group", "aria-label": "Các nút của tin nhắn" }, ...drawn);
}

/** Draw `message` (a Bot API Message with `by`). `phone` does what taps ask for and knows which buttons turn. */
export function drawBubble(message, phone) {
  const keys = drawKeys(message, phone);
  const picture = message.photo?.length ? " with-photo" : "";
  const bubble = element("div", { class: "bubble" }, ...drawContent(message, phone), drawMeta(message));
  return element(
    "article",
    {
      class: `message by-${message.by === "user" ? "user" : "bot"}${keys ? " with-keys" : ""}${picture}`,
      "data-message-id": message.message_id,
      "aria-label": message.by === "user" ? "Tin nhắn gửi đi" : "Tin nhắn của bot",
    },
    bubble,
    keys,
  );
}
