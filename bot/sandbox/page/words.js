// A message's text with its entities, as nodes. Offsets and lengths are UTF-16 units, as JavaScript counts.

import { element } from "./elements.js";

const ADDRESS = /https?:\/\/[^\s<>"]+[\w/]/g;
const COMMAND = /(^|[\s(])(\/[a-z0-9_]{1,32})(?![\w/])/g;

const WRAPPERS = {
  bold: () => element("strong"),
  italic: () => element("em"),
  underline: () => element("u"),
  strikethrough: () => element("s"),
  code: () => element("code"),
  pre: () => element("code", { class: "pre" }),
  spoiler: () => element("span", { class: "spoiler", tabindex: "0" }),
  blockquote: () => element("span", { class: "quote" }),
  expandable_blockquote: () => element("span", { class: "quote" }),
};

/** Only addresses that open a page; `javascript:` and the like give null. */
export function safeAddress(address) {
  try {
    const url = new URL(address, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The payload of a `t.me/<bot>?start=<payload>` address, or null: such a link opens a chat, not a page. */
export function startPayload(address) {
  const url = safeAddress(address) && new URL(address, location.href);
  if (!url || !["t.me", "telegram.me"].includes(url.hostname)) return null;
  return url.searchParams.get("start");
}

/** Add addresses and commands that stand bare in the text: a phone makes them tappable even without an entity. */
function withBareOnes(text, entities) {
  const found = [...entities];
  for (const match of text.matchAll(ADDRESS)) {
    const [offset, length] = [match.index, match[0].length];
    const taken = entities.some((e) => e.offset < offset + length && offset < e.offset + e.length);
    if (!taken) found.push({ type: "url", offset, length });
  }
  for (const match of text.matchAll(COMMAND)) {
    const offset = match.index + match[1].length;
    const length = match[2].length;
    const taken = found.some((e) => e.offset < offset + length && offset < e.offset + e.length);
    if (!taken) found.push({ type: "bot_command", offset, length });
  }
  return found;
}

function linkTo(address, taps) {
  const payload = startPayload(address);
  if (payload) return element("button", { type: "button", class: "inline-link", onclick: () => taps.start(payload) });
  const href = safeAddress(address);
  return href ? element("a", { href, target: "_blank", rel: "noopener noreferrer" }) : null;
}

function wrapperFor(entity, piece, whole, taps) {
  if (entity.type === "text_link") return linkTo(entity.url, taps);
  if (entity.type === "url") return linkTo(/^[a-z]+:/i.test(whole) ? whole : `https://${whole}`, taps);
  if (entity.type === "bot_command") {
    return element("button", { type: "button", class: "inline-link", onclick: () => taps.say(whole) });
  }
  return WRAPPERS[entity.type]?.() ?? null;
}

/**
 * Draw `text` into nodes, cutting it wherever an entity begins or ends.
 * `taps` = {say(text), start(payload)}: what a tapped command or deep link does.
 */
export function drawWords(text, entities, taps) {
  const length = text.length;
  const known = withBareOnes(text, entities ?? []).filter((e) => e.length > 0 && e.offset < length);
  const cuts = new Set([0, length]);
  for (const e of known) {
    cuts.add(Math.max(0, e.offset));
    cuts.add(Math.min(length, e.offset + e.length));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const drawn = document.createDocumentFragment();
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [from, to] = [edges[i], edges[i + 1]];
    const piece = text.slice(from, to);
    let node = document.createTextNode(piece);
    const around = known.filter((e) => e.offset <= from && to <= e.offset + e.length);
    for (const entity of around.sort((a, b) => a.length - b.length)) {
      const whole = text.slice(entity.offset, entity.offset + entity.length);
      const wrapper = wrapperFor(entity, piece, whole, taps);
      if (!wrapper) continue;
      wrapper.append(node);
      node = wrapper;
    }
    drawn.append(node);
  }
  return drawn;
}
