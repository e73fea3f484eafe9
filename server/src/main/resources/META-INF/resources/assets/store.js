// What a reload must not lose: the token, a beginning or message that is not confirmed yet
// (shared by the tabs of one browser) and the draft (one a tab).

const memory = new Map();

/** Storage is refused in some frames and private windows; then a tab's own memory has to do. */
function access(storage, use) {
  try {
    return use(window[storage]);
  } catch {
    return undefined;
  }
}

function read(storage, key) {
  const text = access(storage, (s) => s.getItem(key)) ?? memory.get(key) ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  if (value === null) {
    memory.delete(key);
    access(storage, (s) => s.removeItem(key));
  } else {
    memory.set(key, JSON.stringify(value));
    access(storage, (s) => s.setItem(key, JSON.stringify(value)));
  }
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

  /** `{turnId, text, after}` of a message that is not answered yet; `after`: last turn seen. */
  get pending() {
    return read('localStorage', `${this.#key} pending`);
  }

  set pending(message) {
    write('localStorage', `${this.#key} pending`, message);
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
    this.pending = null;
  }

  /** Calls back when another tab began, sent or was answered. */
  onChange(callback) {
    addEventListener('storage', (event) => {
      if (event.key?.startsWith(this.#key)) callback();
    });
  }
}
