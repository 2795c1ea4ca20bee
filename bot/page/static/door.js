// Opens the door at once, for whoever has scripts: a preview that merely fetches the address opens nothing.
"use strict";
const door = document.getElementById("door");
const button = door.querySelector("button");
const open = () => {
  if (button.disabled) return;
  button.disabled = true; // a second submit would break the answer off that brings the session, and the link is used up
  door.submit();
};
door.addEventListener("submit", (event) => {
  event.preventDefault();
  open();
});
addEventListener("pageshow", (event) => event.persisted && (button.disabled = false));
if (door.dataset.startData) {
  const told = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") || "";
  door.elements.start_data.value = told;
  history.replaceState(null, "", location.pathname + location.search);
  open();
} else if (document.visibilityState === "visible") {
  open();
} else {
  document.addEventListener("visibilitychange", open, { once: true });
}
