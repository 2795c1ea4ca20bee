// What lies over a phone's screen for a moment: toasts, questions, and a picture held close.

import { element, icon } from "./elements.js";

const TOAST_MS = 4000;

/** Show `words` at the foot of the chat for four seconds, as Telegram shows the answer to a tap. */
export function toast(place, words) {
  const shown = element("div", { class: "toast" }, words);
  place.append(shown);
  setTimeout(() => shown.remove(), TOAST_MS);
}

/**
 * Lay a small dialog over `screen`; the rest of that phone cannot be used meanwhile.
 * `answers` is [[label, value]…], the last one is the one Enter gives; Escape gives the first.
 */
function lay(screen, words, answers) {
  const before = document.activeElement;
  const under = [...screen.children].filter((child) => !child.inert);
  return new Promise((resolve) => {
    const close = (value) => {
      veil.remove();
      for (const part of under) part.inert = false;
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(value);
    };
    const buttons = answers.map(([label, value]) =>
      element("button", { type: "button", class: "dialog-answer", onclick: () => close(value) }, label),
    );
    const box = element(
      "div",
      { class: "dialog", role: "alertdialog", "aria-modal": "true", "aria-label": words },
      element("p", { class: "dialog-words" }, words),
      element("div", { class: "dialog-answers" }, ...buttons),
    );
    const onkeydown = (event) => {
      if (event.key === "Escape") close(answers[0][1]);
    };
    const veil = element("div", { class: "veil", onkeydown }, box);
    for (const part of under) part.inert = true;
    screen.append(veil);
    buttons.at(-1).focus({ preventScroll: true });
  });
}

export const ask = (screen, words, yes) => lay(screen, words, [["Hủy", false], [yes, true]]);
export const tell = (screen, words) => lay(screen, words, [["OK", true]]);

/** Show a picture over the whole page; a click, the cross or Escape puts it away. */
export function enlarge(address, words) {
  const close = element("button", { type: "button", class: "close", "aria-label": "Đóng" }, icon("close"));
  const shown = element(
    "dialog",
    { class: "lightbox", "aria-label": words },
    close,
    element("img", { src: address, alt: words }),
  );
  shown.addEventListener("click", () => shown.close());
  shown.addEventListener("close", () => shown.remove());
  document.body.append(shown);
  shown.showModal();
}
