// Before a session is ended by hand: says what is not sent yet, and takes along what was typed and not saved.
// Decisions stay on the phone until they are sent; what was typed holds names, and others may use this machine next.
"use strict";

(() => {
  const form = document.getElementById("dong");
  const asked = document.getElementById("ask-leave");
  if (!form || !asked) return;
  let sure = false;

  const all = (name) => {
    try {
      const kept = JSON.parse(localStorage.getItem(name) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return []; // storage is shut, so there is nothing in it
    }
  };
  const mine = (name) => all(name).filter((each) => each.who === form.dataset.who);

  function go() {
    sure = true;
    try {
      const others = all("rasoat.draft").filter((each) => each.who !== form.dataset.who);
      localStorage.setItem("rasoat.draft", JSON.stringify(others));
    } catch {
      // nothing was kept
    }
    document.dispatchEvent(new Event("rasoat-leaving"));
    form.submit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sure) return; // on its way
    const unsent = mine("rasoat.unsent").length;
    const typed = mine("rasoat.draft").length;
    if (!unsent && !typed) return go();
    const told = [];
    if (unsent) told.push(form.dataset.unsent.replace("{count}", unsent));
    if (typed) told.push(form.dataset.typed);
    asked.querySelector("p").textContent = told.join("\n");
    asked.showModal();
  });
  asked.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-leave]")?.dataset.leave;
    if (!answer) return;
    asked.close();
    if (answer === "yes") go();
  });
})();
