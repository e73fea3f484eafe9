// What a reload must not lose: the token, a beginning or messages that are not confirmed yet
// (shared by the tabs of one browser), the draft and a beginning that was declined (one a tab).

// What the browser would not store: it refuses to in some frames and private windows, or is full.
const memory = new Map();

function access(storage, use) {
  try {
    return use(window[storage]);
  } catch {
    return undefined;
  }
}

function read(storage, key) {
  const text = memory.get(key) ?? access(storage, (s) => s.getItem(key)) ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  memory.delete(key);
  if (value === null) {
    access(storage, (s) => s.removeItem(key));
    return;
  }
  const text = JSON.stringify(value);
  const stored = access(storage, (s) => (s.setItem(key, text), true));
  if (!stored) memory.set(key, text);
}

/**
 * One participant's entry. The key holds every parameter of the link that the study lists, so that
 * another panel id in the same browser is another person.
 */
export class Store {
  #key;

  constructor(study, parameters) {
    const entries = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
    this.#key = `combot ${study} ${JSON.stringify(entries)}`;
  }

  /** The bearer token of the conversation. */
  get token() {
    return read('localStorage', `${this.#key} token`);
  }

  set token(token) {
    write('localStorage', `${this.#key} token`, token);
  }

  /** The request id of a beginning that was agreed to but not answered yet. */
  get beginning() {
    return read('localStorage', `${this.#key} beginning`);
  }

  set beginning(requestId) {
    write('localStorage', `${this.#key} beginning`, requestId);
  }

  /**
   * The request id of a beginning that was declined before it was answered: it may have taken a slot.
   * This tab alone remembers it.
   */
  get declined() {
    return read('sessionStorage', `${this.#key} declined`);
  }

  set declined(requestId) {
    write('sessionStorage', `${this.#key} declined`, requestId);
  }

  /** All messages that are not answered yet, of whichever tab, the oldest first. */
  get pending() {
    const keys = new Set([...(access('localStorage', Object.keys) ?? []), ...memory.keys()]);
    return [...keys]
      .filter((key) => key.startsWith(this.#pendingKey('')))
      .map((key) => read('localStorage', key))
      .filter((message) => message)
      .sort((a, b) => a.after - b.after);
  }

  /** @param message `{turnId, text, after}`; `after`: the number of the last turn shown */
  keep(message) {
    write('localStorage', this.#pendingKey(message.turnId), message);
  }

  /** Removes a message that is answered or given back; false where another tab did so before. */
  remove({ turnId }) {
    const key = this.#pendingKey(turnId);
    const there = read('localStorage', key) !== null;
    write('localStorage', key, null);
    return there;
  }

  #pendingKey(turnId) {
    return `${this.#key} pending ${turnId}`;
  }

  get draft() {
    return read('sessionStorage', `${this.#key} draft`) ?? '';
  }

  set draft(text) {
    write('sessionStorage', `${this.#key} draft`, text === '' ? null : text);
  }

  forget() {
    this.token = null;
    this.beginning = null;
    this.pending.forEach((message) => this.remove(message));
  }

  /** Calls back when another tab began, sent or was answered. */
  onChange(callback) {
    addEventListener('storage', (event) => {
      if (event.key?.startsWith(this.#key)) callback();
    });
  }
}
