// Fingers, wheel and keys on a scan: what they do to it is told to whoever shows it.
"use strict";

(() => {
  const DOUBLE_TAP_MS = 300;
  const STILL = 3; // points that a finger may slip within a tap
  const KEY_STEP = 60;
  const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const KEYS = { "+": "closer", "=": "closer", "-": "further", r: "turn", PageUp: "back", PageDown: "on" };

  class Hands {
    constructor(view, scan) {
      Object.assign(this, { view, scan, fingers: new Map(), lastTap: 0, moved: false });
      view.addEventListener("keydown", (event) => this.key(event));
      view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      view.addEventListener("pointerdown", (event) => this.down(event));
      view.addEventListener("pointermove", (event) => this.move(event));
      for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, (event) => this.up(event));
    }

    at(event) {
      const box = this.view.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    }

    down(event) {
      this.view.setPointerCapture(event.pointerId);
      this.fingers.set(event.pointerId, this.at(event));
      this.moved = false;
    }

    move(event) {
      const before = this.fingers.get(event.pointerId);
      if (!before) return;
      const now = this.at(event);
      const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        this.scan.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      }
      if (Math.hypot(now.x - before.x, now.y - before.y) > STILL) this.moved = true;
      this.fingers.set(event.pointerId, now);
      const share = other ? 0.5 : 1; // of two fingers each moves the page by half its way
      this.scan.nudge((now.x - before.x) * share, (now.y - before.y) * share);
    }

    up(event) {
      if (!this.fingers.delete(event.pointerId) || this.moved || event.type === "pointercancel") return;
      if (event.timeStamp - this.lastTap < DOUBLE_TAP_MS) {
        this.scan.zoom(this.scan.scale > 1.2 ? 0 : 2.5, this.at(event));
        this.lastTap = 0;
      } else this.lastTap = event.timeStamp;
    }

    wheel(event) {
      event.preventDefault();
      this.scan.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), this.at(event));
    }

    key(event) {
      if (event.key === "Escape") return this.scan.large(false);
      const arrow = ARROWS[event.key];
      const does = KEYS[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey || (!arrow && !does)) return;
      event.preventDefault();
      if (does) this.scan.does(does);
      else this.scan.nudge(arrow[0] * KEY_STEP, arrow[1] * KEY_STEP);
    }
  }

  window.rasoat = window.rasoat || {};
  window.rasoat.Hands = Hands;
})();
