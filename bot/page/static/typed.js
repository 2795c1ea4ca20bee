// What is typed into a record's fields: what differs from the record, what the server found wrong with it.
"use strict";

(() => {
  class Typed {
    constructor(main) {
      this.main = main;
      this.before = new Map(); // as the browser took it over: it drops line breaks that a source may hold
      for (const input of this.inputs()) this.before.set(input, input.value);
      this.hold(false);
    }

    hold(held) {
      for (const input of this.inputs()) {
        input.readOnly = held || !this.main.dataset.edit;
        if (input.tagName === "SELECT") input.disabled = input.readOnly;
      }
      for (const button of this.main.querySelectorAll(".suggest")) button.disabled = held;
    }

    inputs() {
      return [...this.main.querySelectorAll("[data-before]")];
    }

    input(name) {
      return name ? this.main.querySelector(`[data-before][name="${CSS.escape(name)}"]`) : null;
    }

    differs(input) {
      return input.value.trim() !== this.before.get(input).trim();
    }

    changes() {
      const changed = this.inputs().filter((input) => this.differs(input));
      return Object.fromEntries(changed.map((input) => [input.name, input.value]));
    }

    put(name, value) {
      const input = this.input(name);
      if (!input) return false;
      input.value = value;
      this.open(input);
      this.mark(input);
      return true;
    }

    drop() {
      for (const input of this.inputs()) {
        input.value = this.before.get(input);
        this.mark(input);
      }
    }

    mark(input) {
      input.closest(".field").classList.toggle("changed", this.differs(input));
      this.fault(input, "");
    }

    fault(input, text) {
      const place = document.getElementById(`x-${input.name}`);
      place.textContent = text;
      place.hidden = !text;
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }

    faults(found) {
      const wrong = this.inputs().filter((input) => found[input.name]);
      for (const input of wrong) {
        this.open(input);
        this.fault(input, found[input.name]);
      }
      wrong[0]?.focus();
    }

    open(input) {
      input.closest("details")?.setAttribute("open", "");
    }

    goTo(name) {
      const input = this.input(name) || this.inputs()[0];
      if (!input) return false;
      this.open(input);
      input.scrollIntoView({ block: "center" });
      input.focus({ preventScroll: true });
      input.select?.();
      return true;
    }
  }

  window.rasoat = window.rasoat || {};
  window.rasoat.Typed = Typed;
})();
