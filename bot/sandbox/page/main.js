// Puts the page together: whose phones, the clock, and the one stream of events for all of them.

import { Clock } from "./clock.js";
import { toast } from "./dialogs.js";
import { element } from "./elements.js";
import { Phone } from "./phone.js";
import { Reminders } from "./reminders.js";
import { Server } from "./server.js";

const server = new Server();
const phones = new Map();

/** The phones of the other stand-in, where people have such: one more stream, opened when the first one is there. */
const zalo = {
  server: new Server("/phones/zalo/api"),
  screens: new Map(), // "oa/5500…" → screen
  add(fresh) {
    const isFirst = this.screens.size === 0;
    for (const screen of fresh) this.screens.set(`${screen.face}/${screen.user}`, screen);
    if (!isFirst) {
      fresh.forEach((screen) => screen.load());
      return;
    }
    this.server.listen({
      onEvent: (event) => this.screens.get(`${event.face}/${event.user}`)?.receive(event),
      onUp: () => this.screens.forEach((screen) => screen.load()),
      onDown: () => {}, // the other stream ends at the same address, and tells of it
    });
  },
};

/** Whose phones: `?users=1001,1002` if the address names them, otherwise the cast of the demo. */
async function findCast() {
  const named = new URLSearchParams(location.search).get("users");
  if (named) return named.split(",").filter(Boolean).map((user) => ({ user: Number(user), name: "" }));
  try {
    return await server.get("cast");
  } catch (error) {
    if (error.status === 404) return [];
    throw error;
  }
}

function setUp(cast) {
  const place = document.getElementById("phones");
  const tabs = document.getElementById("tabs");
  for (const person of cast) {
    const phone = new Phone(person, server, zalo);
    phones.set(person.user, phone);
    place.append(phone.root);
    tabs.append(phone.tab);
  }
  if (cast.length) return;
  place.append(element("p", { class: "no-phones" }, "Chưa có điện thoại nào. Hãy thêm ?users=1001,1002,1003 vào địa chỉ trang."));
}

/** What the clock leads to, and what the bot says by it: only where somebody tells the page. */
async function setReminders(clock) {
  const timetable = await server.get("timetable");
  if (!timetable) return null;
  clock.offer(timetable);
  const way = document.getElementById("way");
  const reminders = new Reminders(document.getElementById("reminders"), server, timetable.note);
  way.append(element("span", { class: "way-note" }, timetable.note), reminders.link);
  way.hidden = false;
  return reminders;
}

async function setClock() {
  const outage = document.getElementById("outage");
  const clock = new Clock(document.getElementById("clock"), server, {
    onTick: (now) => phones.forEach((phone) => phone.setTime(now)),
    onRefused: (words) => phones.forEach((phone) => toast(phone.toasts, `Không chỉnh được đồng hồ: ${words}`)),
  });
  const reminders = await setReminders(clock);
  server.listen({
    onEvent: (event) => {
      if (event.kind === "clock") clock.set(event.now);
      if (event.kind === "clock") reminders?.load();
      else phones.get(event.user)?.receive(event);
    },
    onUp: () => {
      outage.hidden = true;
      clock.load();
      reminders?.load();
      phones.forEach((phone) => phone.load());
    },
    onDown: () => {
      outage.hidden = false;
    },
  });
}

setUp(await findCast());
await setClock();
