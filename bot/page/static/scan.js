// The scan: one page fitted first, then as much of it as one zooms into, as tiles of its own resolution.
// It works on the section as the server wrote it, and starts anew when the next record takes its place.
"use strict";

(() => {
  const CLOSEST = 8; // times the page fitted to the width
  const STEP = 1.5;
  const words = (section, name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), section.dataset[name] || "");

  class Scan {
    constructor(section) {
      this.section = section;
      document.body.classList.remove("scan-large");
      this.view = section.querySelector(".scan-view");
      this.stage = section.querySelector(".scan-stage");
      this.picture = section.querySelector(".scan-fit");
      this.said = section.querySelector(".scan-said");
      this.page = Number(section.dataset.page) || 1;
      this.pages = 0; // how many there are, once that was told
      this.sheet = null; // pages, width, height, levels, tile: told by the server once the page is drawn
      this.turn = 0;
      this.missed = 0; // tiles that did not come: asked for again a few times, ever later
      this.listen();
      if (this.picture.complete) this.settled(this.picture.naturalWidth > 0);
    }

    listen() {
      this.picture.addEventListener("load", () => this.settled(true));
      this.picture.addEventListener("error", () => this.settled(false));
      this.section.addEventListener("click", (event) => {
        const button = event.target.closest("[data-scan]");
        if (button) this.does(button.dataset.scan);
      });
      new window.rasoat.Hands(this.view, this);
      this.watching = new ResizeObserver(() => this.fit());
      this.watching.observe(this.view);
    }

    async settled(drawn) {
      const page = this.page;
      this.section.classList.toggle("scan-broken", !drawn);
      if (drawn) {
        this.say("");
        this.fit();
      }
      try {
        const answer = await fetch(`${this.section.dataset.src}${page}`, { headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (page !== this.page || !this.section.isConnected) return;
        if (told.said) return this.say(told.said);
        this.sheet = told;
        this.pages = told.pages;
        this.section.classList.toggle("scan-pages", told.pages > 1);
        this.count();
        this.draw();
      } catch {
        if (!drawn && page === this.page) this.say(words(this.section, "wordUnreachable"));
      }
    }

    say(text) {
      this.said.textContent = text;
      this.said.hidden = !text;
    }

    count() {
      const place = this.section.querySelector(".scan-count");
      place.textContent = words(this.section, "wordPage", { page: this.page, pages: this.pages });
      this.section.querySelector('[data-scan="back"]').disabled = this.page <= 1;
      this.section.querySelector('[data-scan="on"]').disabled = this.page >= this.pages;
    }

    does(what) {
      const middle = { x: this.view.clientWidth / 2, y: this.view.clientHeight / 2 };
      if (what === "closer") this.zoom(STEP, middle);
      if (what === "further") this.zoom(1 / STEP, middle);
      if (what === "turn") this.turned();
      if (what === "back") this.show(this.page - 1);
      if (what === "on") this.show(this.page + 1);
      if (what === "again") this.show(this.page);
      if (what === "large") this.large(!document.body.classList.contains("scan-large"));
    }

    large(large) {
      document.body.classList.toggle("scan-large", large);
      this.section.querySelector('[data-scan="large"]').setAttribute("aria-pressed", String(large));
    }

    show(page) {
      if (page < 1 || (this.pages && page > this.pages)) return;
      this.page = page;
      this.sheet = null; // another page may have other measures: no tiles of it before they are told
      for (const old of this.tiles().children) old.removeAttribute("src"); // nobody waits for these any more
      this.tiles().replaceChildren();
      this.missed = 0;
      this.picture.alt = words(this.section, "wordAlt", { page });
      this.say(words(this.section, "wordLoading"));
      const again = this.picture.getAttribute("src") === `${this.section.dataset.src}${page}`;
      this.picture.src = `${this.section.dataset.src}${page}${again ? `?lan=${Date.now()}` : ""}`;
      if (this.pages) this.count();
    }

    // ── where the page lies: `scale` 1 is as wide as the view, x and y are where its upper left corner is seen ──

    fit() {
      if (!this.section.isConnected) return this.watching.disconnect();
      const across = this.picture.naturalWidth;
      if (!across || !this.view.clientWidth) return;
      this.ratio = this.picture.naturalHeight / across;
      this.stage.style.setProperty("--width", `${this.view.clientWidth}px`);
      this.stage.style.setProperty("--height", `${this.view.clientWidth * this.ratio}px`);
      Object.assign(this, { scale: this.least(), x: 0, y: 0 });
      if (this.turn % 2 === 0 && matchMedia("(max-width: 49.99em)").matches) this.scale = 1;
      this.place();
    }

    size() {
      const width = this.view.clientWidth;
      const height = width * this.ratio;
      return this.turn % 2 ? { width: height, height: width } : { width, height };
    }

    least() {
      const { width, height } = this.size();
      return Math.min(1, this.view.clientWidth / width, this.view.clientHeight / height);
    }

    zoom(by, at) {
      if (!this.ratio) return;
      const scale = Math.min(CLOSEST, Math.max(this.least(), this.scale * by));
      this.x = at.x - ((at.x - this.x) * scale) / this.scale;
      this.y = at.y - ((at.y - this.y) * scale) / this.scale;
      this.scale = scale;
      this.place();
    }

    nudge(across, down) {
      if (!this.ratio) return;
      this.x += across;
      this.y += down;
      this.place();
    }

    turned() {
      this.turn = (this.turn + 1) % 4;
      this.fit();
    }

    place() {
      const { width, height } = this.size();
      const within = (at, length, room) =>
        length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at));
      this.x = within(this.x, width * this.scale, this.view.clientWidth);
      this.y = within(this.y, height * this.scale, this.view.clientHeight);
      this.stage.style.transform = this.matrix().toString();
      this.draw();
    }

    matrix() {
      const width = this.view.clientWidth;
      const height = width * this.ratio;
      const corner = [[0, 0], [height, 0], [width, height], [0, width]][this.turn];
      return new DOMMatrix().translate(this.x, this.y).scale(this.scale).translate(...corner).rotate(this.turn * 90);
    }

    // ── tiles ────────────────────────────────────────────────────────────────────────────────────

    tiles() {
      return this.stage.querySelector(".scan-tiles");
    }

    draw() {
      if (!this.sheet || !this.ratio || !this.sheet.levels) return;
      const { width, height, levels, tile } = this.sheet;
      const points = this.view.clientWidth * this.scale * devicePixelRatio; // across the whole page, as shown
      const level = Math.min(levels, Math.ceil(levels + Math.log2(points / width) - 0.25));
      if (points <= this.picture.naturalWidth * 1.15 || level < 1) return;
      const share = 2 ** (levels - level);
      const size = { x: Math.ceil(width / share), y: Math.ceil(height / share) };
      const seen = this.seen(size);
      const layer = this.tiles();
      const wanted = new Set();
      for (let x = Math.floor(seen.left / tile); x * tile < seen.right; x += 1) {
        for (let y = Math.floor(seen.top / tile); y * tile < seen.bottom; y += 1) wanted.add(`${level}/${x}/${y}`);
      }
      for (const old of [...layer.children]) if (old.dataset.level !== String(level) && old.complete) old.classList.add("old");
      for (const key of wanted) if (!layer.querySelector(`[data-key="${key}"]`)) layer.append(this.tile(key, size, tile));
      while (layer.childElementCount > 120) layer.firstElementChild.remove();
    }

    tile(key, size, side) {
      const [level, x, y] = key.split("/").map(Number);
      const made = new Image();
      Object.assign(made.dataset, { key, level });
      Object.assign(made.style, {
        left: `${(100 * x * side) / size.x}%`,
        top: `${(100 * y * side) / size.y}%`,
        width: `${(100 * Math.min(side, size.x - x * side)) / size.x}%`,
        height: `${(100 * Math.min(side, size.y - y * side)) / size.y}%`,
      });
      made.alt = "";
      made.draggable = false;
      made.addEventListener("load", () => (this.missed = 0));
      made.addEventListener("error", () => this.miss(made));
      made.src = `${this.section.dataset.src}${this.page}/${key}`;
      return made;
    }

    miss(tile) {
      if (!tile.hasAttribute("src")) return; // let go by ourselves
      tile.remove(); // the fitted page lies below
      if (this.later || this.missed >= 5) return;
      this.missed += 1;
      this.later = setTimeout(() => {
        this.later = 0;
        if (this.section.isConnected) this.draw();
      }, 1000 * this.missed);
    }

    seen(size) {
      const back = this.matrix().inverse();
      const { clientWidth, clientHeight } = this.view;
      const corners = [[0, 0], [clientWidth, 0], [0, clientHeight], [clientWidth, clientHeight]].map(([x, y]) =>
        back.transformPoint(new DOMPoint(x, y)),
      );
      const points = size.x / clientWidth;
      const between = (values, most) => [Math.max(0, Math.min(...values) * points), Math.min(most, Math.max(...values) * points)];
      const [left, right] = between(corners.map((corner) => corner.x), size.x);
      const [top, bottom] = between(corners.map((corner) => corner.y), size.y);
      return { left, right, top, bottom };
    }
  }

  window.rasoat = window.rasoat || {};
  window.rasoat.openScan = (root) => {
    const section = root.querySelector(".scan[data-src]");
    return section ? new Scan(section) : null;
  };
})();
