// The chat as people see it: bubbles, typing, composer. It knows no server; page.js tells it what
// to show. Whatever anybody wrote goes into text nodes only.

import { words } from './words.js';

const $ = (id) => document.getElementById(id);
const NEAR_END = 80;
const TYPING_AFTER = 350;

let bot = { name: '', avatar: '' };
let limit = Infinity;
let busy = false;
let ended = false;
let field = $('message');
let onSend = () => {};
let onDraft = () => {};

/** @param callbacks `send(text)` and `draft(text)` */
export function prepareChat(messageLimit, callbacks) {
  limit = messageLimit;
  onSend = callbacks.send;
  onDraft = callbacks.draft;
  $('send').querySelector('span').textContent = words('send');
  $('latest').querySelector('span').textContent = words('latest');
  $('log').setAttribute('aria-label', words('conversation-label'));
  $('progress').setAttribute('aria-label', words('progress'));
  $('message').placeholder = words('message-placeholder');

  $('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  for (const input of [$('message'), $('contact')]) {
    input.addEventListener('keydown', enterSends);
    input.addEventListener('input', () => {
      input.removeAttribute('aria-invalid');
      edited();
    });
  }
  // Without this a tap on the button closes the on-screen keyboard for a moment.
  $('send').addEventListener('mousedown', (event) => event.preventDefault());
  $('log').addEventListener('scroll', scrolled, { passive: true });
  $('latest').addEventListener('click', () => {
    scrollToEnd();
    field.focus();
  });
  new ResizeObserver(() => follow && scrollToEnd('instant')).observe($('log'));
  addEventListener('resize', fitField);
}

/** The brand, known once a condition is assigned. */
export function dress(appearance) {
  bot = appearance;
  $('bot-name').textContent = bot.name;
  for (const avatar of document.querySelectorAll('.avatar')) avatar.textContent = bot.avatar;
  $('typing-text').textContent = words('typing', { name: bot.name });
  const style = $('chat').style;
  style.setProperty('--brand', appearance.colour);
  style.setProperty('--on-brand', appearance.onColour);
  document.querySelector('meta[name=theme-color]').content = appearance.colour;
}

// ---- turns

/** The number of the last turn shown; 0 where there is none. */
export function lastTurn() {
  const numbered = $('turns').querySelectorAll('[data-number]');
  return Number([...numbered].at(-1)?.dataset.number ?? 0);
}

const shown = (number) => $('turns').querySelector(`[data-number="${number}"]`);

/** Shows what is there already, silently for screen readers; what comes later is announced. */
export function showTranscript(turns) {
  turns.forEach(addTurn);
  for (const row of $('turns').children) {
    row.classList.add('still');
    row.setAttribute('aria-live', 'off');
  }
  scrollToEnd('instant');
}

/** Adds a turn at its place; one that is shown already stays as it is. */
export function addTurn(turn) {
  if (shown(turn.number)) return;
  const row = rowOf(turn.from, turn.text);
  row.dataset.number = turn.number;
  if (turn.from === 'bot' && stopGrowing()) row.classList.add('still');
  const later = [...$('turns').children].find((other) => !(other.dataset.number < turn.number));
  $('turns').insertBefore(row, later ?? null);
  if (follow) scrollToEnd();
}

// ---- a reply that is being written

let growing;

/** Shows the beginning of a reply. Screen readers hear the reply once it is there. */
export function grow({ number, text }) {
  if (shown(number)) return;
  hideTyping();
  if (!growing) {
    growing = rowOf('bot', '');
    growing.classList.add('growing');
    growing.setAttribute('aria-live', 'off');
    $('turns').append(growing);
  }
  growing.querySelector('.bubble').textContent = text;
  if (follow) scrollToEnd();
}

export const isGrowing = () => growing !== undefined;

/** Takes away what was shown of a reply; true where there was anything. */
export function stopGrowing() {
  const had = isGrowing();
  growing?.remove();
  growing = undefined;
  return had;
}

/** A message on its way. */
export function addOwn(text) {
  const row = rowOf('participant', text);
  const note = document.createElement('span');
  note.className = 'note';
  row.append(note);
  $('turns').append(row);
  scrollToEnd();
  return {
    /** It is stored, under this number. */
    confirm(number) {
      row.classList.remove('waiting');
      note.remove();
      if (shown(number)) row.remove();
      else row.dataset.number = number;
    },
    /** An empty text: nothing is wrong with it. */
    note(text) {
      row.classList.toggle('waiting', text !== '');
      note.textContent = text;
    },
    remove() {
      row.remove();
    },
  };
}

function rowOf(from, text) {
  const row = document.createElement('div');
  const own = from === 'participant';
  row.className = own ? 'turn own' : 'turn bot';
  // People need not hear their own words read back to them.
  if (own) row.setAttribute('aria-live', 'off');
  const who = document.createElement('span');
  who.className = 'unseen';
  who.textContent = (own ? words('you') : words('bot-said', { name: bot.name })) + ': ';
  const bubble = document.createElement('p');
  bubble.className = 'bubble';
  bubble.dir = 'auto';
  bubble.append(text);
  row.append(who, bubble);
  if (!own) row.prepend(smallAvatar());
  return row;
}

function smallAvatar() {
  const avatar = document.createElement('span');
  avatar.className = 'avatar small';
  avatar.setAttribute('aria-hidden', 'true');
  avatar.textContent = bot.avatar;
  return avatar;
}

// ---- typing

let typingTimer;

export function showTyping(pause = TYPING_AFTER) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    $('typing').hidden = false;
    if (follow) scrollToEnd();
  }, pause);
}

export function hideTyping() {
  clearTimeout(typingTimer);
  $('typing').hidden = true;
}

// ---- scrolling

// Whether new turns are scrolled to: until somebody scrolls up to read again.
let follow = true;
let lastTop = 0;
let lastHeights = '';

function scrolled() {
  const log = $('log');
  const heights = `${log.scrollHeight} ${log.clientHeight}`;
  if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END) follow = true;
  // A screen that turns or a keyboard that opens moves the text too: nobody scrolled.
  else if (log.scrollTop < lastTop && heights === lastHeights) follow = false;
  lastTop = log.scrollTop;
  lastHeights = heights;
  $('latest').hidden = follow;
}

function scrollToEnd(behavior) {
  follow = true;
  $('latest').hidden = true;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  $('log').scrollTo({ top: $('log').scrollHeight, behavior: calm ? 'instant' : (behavior ?? 'smooth') });
}

// ---- composer

/** @param expects `message`, `email` or `panel-id` */
export function expect(expects) {
  const contact = expects !== 'message';
  const next = contact ? $('contact') : $('message');
  if (contact) {
    const email = expects === 'email';
    next.type = email ? 'email' : 'text';
    next.inputMode = email ? 'email' : 'text';
    next.autocomplete = email ? 'email' : 'off';
    next.placeholder = words(`contact-placeholder-${expects}`);
  }
  $('field-label').textContent = words(contact ? `contact-label-${expects}` : 'message-label');
  $('composer').classList.toggle('asks-contact', contact);
  if (next !== field) {
    const focused = document.activeElement === field || document.activeElement === document.body;
    next.value = field.value;
    field.value = '';
    field.hidden = true;
    next.hidden = false;
    field = next;
    $('field-label').htmlFor = field.id;
    if (focused) field.focus();
  }
  edited();
}

/** While the bot has not finished one may write, not send. */
export function setBusy(value) {
  busy = value;
  $('composer').toggleAttribute('data-busy', busy);
  showSendable();
}

export const isBusy = () => busy;

export const focusField = () => field.focus();

export function setText(text) {
  field.value = text;
  edited();
}

/** Gives a message back, before what has been begun meanwhile. */
export function giveBack(text, { toMend = false } = {}) {
  setText(field.value ? `${text}\n\n${field.value}` : text);
  if (!toMend) return;
  field.setAttribute('aria-invalid', 'true');
  // Typed over, not typed onto.
  field.select();
}

function edited() {
  // An address is no draft to be left behind on a shared computer.
  onDraft(field === $('message') ? field.value : '');
  fitField();
  const left = limit - field.value.length;
  const near = left <= Math.min(200, limit / 10);
  $('count').hidden = !near;
  if (left < 0 && !$('count').classList.contains('over')) say(words('too-long', { limit }));
  $('count').classList.toggle('over', left < 0);
  if (near) {
    $('count').textContent =
      left < 0 ? words('too-long', { limit }) : words('characters-left', { count: left });
  }
  showSendable();
}

function fitField() {
  if (field !== $('message')) return;
  // The scroll height is only right from a height of nothing; the CSS sets the longest. Where all turns
  // fit beside so low a field, that takes the log back to its start.
  const log = $('log');
  const top = log.scrollTop;
  field.style.height = '0';
  field.style.height = `${field.scrollHeight}px`;
  // Not otherwise: it would end a smooth scroll.
  if (log.scrollTop !== top) log.scrollTop = top;
}

function showSendable() {
  const text = clean(field.value);
  $('send').setAttribute('aria-disabled', String(busy || ended || !text || text.length > limit));
}

function enterSends(event) {
  // 229: Enter that only ends a word in an input method (Safari says so after the composition).
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || composing) return;
  event.preventDefault();
  if (!event.repeat) submit();
}

function submit() {
  if (ended) return;
  const text = clean(field.value);
  if (busy) {
    if (text) say(words('wait', { name: bot.name }));
  } else if (!text) {
    say(words('write-something'));
  } else if (text.length > limit) {
    say(words('too-long', { limit }));
  } else {
    setText('');
    field.removeAttribute('aria-invalid');
    $('news').textContent = ''; // what it said of the field is no longer so
    onSend(text);
  }
  field.focus();
}

/** Without what the server refuses: control characters and halves of surrogate pairs. */
function clean(text) {
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(text));
  return wellFormed
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
    .trim();
}

// ---- status

let saying;

/** Tells screen readers, and them only, something short; nothing any more by an empty text. */
export function say(text) {
  cancelAnimationFrame(saying);
  $('news').textContent = '';
  saying = requestAnimationFrame(() => ($('news').textContent = text));
}

/**
 * A line above the composer until it is taken away by an empty text.
 *
 * @param action label of a button beside it
 * @param then what the button does
 */
export function showTrouble(text, action, then) {
  if ($('trouble-text').textContent !== text) {
    $('trouble-text').textContent = text;
    if (text) say(text);
  }
  $('trouble').hidden = !text;
  $('trouble-action').hidden = !action;
  $('trouble-action').textContent = action ?? '';
  $('trouble-action').onclick = then;
}

export function showProgress({ answered, of }) {
  const progress = $('progress');
  progress.setAttribute('aria-valuemax', of);
  progress.setAttribute('aria-valuenow', answered);
  progress.setAttribute('aria-valuetext', words('progress-of', { answered, of }));
  $('progress-bar').style.width = of > 0 ? `${Math.min(100, (100 * answered) / of)}%` : '0';
}

/** The conversation is over: the composer gives way to thanks and the link, and nothing else is told. */
export function end(finish) {
  if (ended) return;
  ended = true;
  const reading = $('log').contains(document.activeElement);
  showTrouble('');
  $('composer').hidden = true;
  $('finish').hidden = false;
  $('finish-title').textContent = words('finish-title');
  const link = finish?.link;
  $('finish-text').textContent = words(link ? 'finish-link' : 'finish-close');
  $('finish-link').hidden = !link;
  if (link) {
    $('finish-link').href = link;
    $('finish-link').textContent = finish.label ?? words('continue');
  }
  scrollToEnd();
  say(reading ? words('finish-title') : '');
  if (!reading) focusEnd();
}

export const focusEnd = () => $('finish-title').focus({ preventScroll: true });
