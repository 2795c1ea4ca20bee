// The page's side of the control interface: asking, and listening to server-sent events.

const AGAIN_AFTER_MS = 1000;

/** What the server refused: `status` is the HTTP status, `message` its words. */
export class Refusal extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

async function read(response) {
  const body = await response.text();
  let value = null;
  try {
    value = body ? JSON.parse(body) : null;
  } catch {
    value = null;
  }
  if (!response.ok) throw new Refusal(response.status, value?.error ?? value?.description ?? response.statusText);
  return value;
}

export class Server {
  constructor(root = "/phones/api") {
    this.root = root;
  }

  /** GET `path` with `params` in the query; gives the JSON answer, throws `Refusal` or a network error. */
  async get(path, params = {}) {
    const query = new URLSearchParams(params).toString();
    return read(await fetch(`${this.root}/${path}${query ? `?${query}` : ""}`, { cache: "no-store" }));
  }

  /** POST `body` as JSON; gives and throws as `get`. */
  async post(path, body) {
    const headers = { "Content-Type": "application/json" };
    return read(await fetch(`${this.root}/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
  }

  /**
   * Listen for ever. `onUp` runs at each (re)connection: events missed in a break are gone, so the caller
   * reloads there. `onDown` runs when the line breaks. The browser reconnects by itself after a cut line,
   * but gives up after an HTTP error, so that case is ours.
   */
  listen({ onEvent, onUp, onDown }) {
    const source = new EventSource(`${this.root}/events`);
    source.onopen = onUp;
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      onDown();
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(() => this.listen({ onEvent, onUp, onDown }), AGAIN_AFTER_MS);
    };
  }
}
