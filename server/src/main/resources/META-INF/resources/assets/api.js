// Requests to /v1. Whatever may pass by waiting (no network, a worker that restarts, a busy server)
// is tried again with the very same body until it works; the ids in the body make that safe.

const STREAM = 'text/event-stream';
const WAIT = new Set([429, 502, 503, 504]);
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
const LONGEST_RETRY_AFTER = 60_000;

/** An answer that trying again would not change. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.status = status;
    this.field = body.field ?? null;
  }
}

/** A random UUID (version 4). crypto.randomUUID is absent on plain http. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const readStudy = (study, options) =>
  call(`/v1/studies/${encodeURIComponent(study)}`, options);

export const begin = (study, requestId, parameters, options) =>
  call(`/v1/studies/${encodeURIComponent(study)}/conversations`, {
    ...options,
    body: { consent: true, requestId, parameters },
  });

export const readConversation = (token, options) => call('/v1/conversation', { ...options, token });

/**
 * @param message `{turnId, text, after}`; `after`: the number of the last turn shown
 * @param options with `onText` the answer is asked for as a stream: it is called with `{number, text}`,
 *   the beginning of a reply, as that grows
 */
export const postTurn = (token, message, options) =>
  call('/v1/conversation/turns', { ...options, token, body: message, timeout: 30_000 });

/** Ends the pause before the next attempt, of every request that waits. */
export const tryNow = () => dispatchEvent(new Event('combot:try-now'));

/**
 * @param patient false: one attempt, and a failed one throws
 * @param signal once it is aborted the attempt or the pause ends, and its reason is thrown
 * @param onText called with what comes before the answer
 * @param onWait called with 'network', 'busy' or 'closed' (to newcomers) before each pause
 */
async function call(path, { token, body, timeout = 20_000, patient = true, signal, onText, onWait } = {}) {
  const headers = { Accept: onText ? STREAM : 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';

  for (let attempt = 0; ; attempt++) {
    let cause = 'network';
    let pause = backOff(attempt);
    const given = givenUpAfter(timeout, signal);
    try {
      const response = await fetch(path, {
        method: body ? 'POST' : 'GET',
        headers,
        body: body && JSON.stringify(body),
        cache: 'no-store',
        signal: given.signal,
      });
      const { status, answer } = await read(response, onText);
      if (status < 400) return answer;
      if (!WAIT.has(status)) throw new Problem(status, answer);
      cause = answer.field === 'study' ? 'closed' : 'busy';
      pause = Math.max(pause, retryAfter(response));
    } catch (failure) {
      // Not only a lost network: an answer that is cut short, or a log-in page of a hotel's Wi-Fi
      // where JSON was expected, comes here too.
      if (failure instanceof Problem || !patient) throw failure;
    } finally {
      given.release();
    }
    if (!patient) throw new Error(`${path}: the server is busy`);
    signal?.throwIfAborted();
    onWait?.(cause);
    await pauseOrWake(pause, signal);
    signal?.throwIfAborted();
  }
}

async function read(response, onText) {
  if (!response.ok) {
    return { status: response.status, answer: (await response.json().catch(() => null)) ?? {} };
  }
  if (response.headers.get('Content-Type')?.startsWith(STREAM)) return readEvents(response.body, onText);
  return { status: response.status, answer: await response.json() };
}

/** The last event of a stream, which may tell of a problem. Fails where the stream ends before. */
async function readEvents(body, onText) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the stream was cut off');
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [, name, data] = event.match(/^event: (.*)\ndata: (.*)$/);
      const told = JSON.parse(data);
      if (name === 'answer') return { status: 200, answer: told };
      if (name === 'problem') return { status: told.status, answer: told };
      onText(told);
    }
  }
}

/** Doubles with each attempt; the jitter keeps a whole session from coming back at one instant. */
function backOff(attempt) {
  const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(attempt, 10), LONGEST_PAUSE);
  return pause * (0.75 + Math.random() / 2);
}

function retryAfter(response) {
  const seconds = Number(response.headers.get('Retry-After'));
  if (!(seconds > 0)) return 0;
  return Math.min(seconds * 1000, LONGEST_RETRY_AFTER) + Math.random() * 500;
}

/** Ends an attempt that takes too long, is not wanted any more, or whose network went away below it. */
function givenUpAfter(milliseconds, withdrawn) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, milliseconds);
  addEventListener('offline', abort);
  withdrawn?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      removeEventListener('offline', abort);
      withdrawn?.removeEventListener('abort', abort);
    },
  };
}

function pauseOrWake(milliseconds, withdrawn) {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      listening.abort();
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    addEventListener('online', wake, { signal: listening.signal });
    addEventListener('combot:try-now', wake, { signal: listening.signal });
    withdrawn?.addEventListener('abort', wake, { signal: listening.signal });
  });
}
