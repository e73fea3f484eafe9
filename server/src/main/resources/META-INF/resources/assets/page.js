// What the page is about to do: load the study, ask for consent, begin or resume, talk, finish.

import { Problem, begin, newId, postTurn, readConversation, readStudy, tryNow } from './api.js';
import * as chat from './chat.js';
import { Store } from './store.js';
import { useWords, words } from './words.js';

const $ = (id) => document.getElementById(id);
const studyId = document.documentElement.dataset.study;

let study;
let parameters;
let store;
let view = 'loading';

start().catch(failed);

async function start() {
  fitKeyboard();
  study = await readStudy(studyId, {
    onWait: () => ($('loading-text').textContent = $('loading-text').dataset.unreachable),
  });
  useWords(study.strings);
  document.documentElement.lang = study.language;
  document.title = study.title;
  for (const element of document.querySelectorAll('.study-title')) element.textContent = study.title;

  parameters = listedParameters();
  store = new Store(studyId, parameters);
  store.onChange(changedInAnotherTab);
  chat.prepareChat(study.limits.message, { send, draft: (text) => (store.draft = text) });
  prepareConsent();
  $('try-now').addEventListener('click', () => (undelivered ? deliver(undelivered) : tryNow()));
  document.addEventListener('visibilitychange', refresh);
  addEventListener('focus', refresh);
  addEventListener('pageshow', (event) => event.persisted && refresh());
  addEventListener('online', refresh);

  if (store.token) await resume();
  else if (store.beginning) await agreed();
  else show('consent');
}

/** Those parameters of the link that the study keeps, and no others. */
function listedParameters() {
  const given = new URLSearchParams(location.search);
  const listed = study.parameters.filter((name) => given.get(name));
  return Object.fromEntries(listed.map((name) => [name, given.get(name)]));
}

function show(next) {
  for (const main of document.querySelectorAll('main')) main.hidden = main.id !== next;
  view = next;
}

// ---- consent

function prepareConsent() {
  const { title, text, agree, decline, declined } = study.consent;
  $('consent-title').textContent = title;
  fillParagraphs($('consent-text'), text);
  $('agree').textContent = agree;
  $('decline').textContent = decline;
  $('agree').addEventListener('click', () => agreed().catch(failed));
  $('decline').addEventListener('click', () =>
    notice(words('decline-title'), declined, words('back'), () => {
      show('consent');
      $('consent-title').focus();
    }),
  );
}

function fillParagraphs(element, text) {
  element.replaceChildren(
    ...text.trim().split(/\n\s*\n/).map((paragraph) => {
      const p = document.createElement('p');
      p.textContent = paragraph.trim();
      return p;
    }),
  );
}

let beginning = false;

async function agreed() {
  if (beginning) return;
  if (store.token) return resume(); // begun in another tab since
  beginning = true;
  const status = $('consent-status');
  $('agree').setAttribute('aria-disabled', 'true');
  status.textContent = words('starting');
  // A beginning without an answer is repeated under its number, after a reload too: it takes one slot.
  store.beginning ??= newId();
  try {
    const conversation = await begin(studyId, store.beginning, parameters, {
      onWait: (cause) => {
        status.textContent = waitingWords(cause);
        $('loading-text').textContent = waitingWords(cause);
      },
    });
    store.token = conversation.token;
    store.beginning = null;
    open(conversation);
  } catch (failure) {
    // Where the server itself failed, the same number may still find what it began.
    if (failure.status < 500) store.beginning = null;
    throw failure;
  } finally {
    beginning = false;
    $('agree').removeAttribute('aria-disabled');
    status.textContent = '';
  }
}

// ---- conversation

async function resume() {
  try {
    const onWait = () => {
      $('loading-text').textContent = $('loading-text').dataset.unreachable;
      $('consent-status').textContent = $('loading-text').dataset.unreachable;
    };
    open(await readConversation(store.token, { onWait }));
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    store.forget(); // erased, or another server's
    show('consent');
  }
}

function open(conversation) {
  chat.dress(conversation.appearance);
  show('chat');
  chat.showTranscript(conversation.turns);
  chat.setText(store.draft);
  settle(conversation);
  // On a touch screen the field would call up the keyboard before the greeting is read.
  if (matchMedia('(pointer: fine)').matches && conversation.expects !== 'nothing') chat.focusField();
  else $('bot-name').focus();
  if (conversation.turns.some((turn) => turn.from === 'participant')) chat.say(words('resumed'));
  takeUpPending(conversation);
}

/** A message that was on its way when the page was left is sent again under its own id. */
function takeUpPending({ turns, expects }) {
  const pending = store.pending;
  if (!pending) return;
  const next = turns.find((turn) => turn.from === 'participant' && turn.number > pending.after);
  if (!next && expects !== 'nothing') {
    deliver(pending);
    return;
  }
  store.pending = null;
  // Somebody went on elsewhere, with other words: these are not lost, but not sent unasked either.
  if (next && next.text.trim() !== pending.text && expects !== 'nothing') chat.setText(pending.text);
}

function settle({ expects, finish, progress }) {
  chat.showProgress(progress);
  if (expects === 'nothing') chat.end(finish);
  else chat.expect(expects);
}

function send(text) {
  const message = { turnId: newId(), text, after: chat.lastTurn() };
  store.pending = message;
  deliver(message);
}

let undelivered = null;

async function deliver(message) {
  const sent = performance.now();
  let troubled = undelivered !== null;
  const bubble = undelivered?.bubble ?? chat.addOwn(message.text);
  bubble.note('');
  undelivered = null;
  chat.setBusy(true);
  chat.showTyping();
  try {
    const answer = await postTurn(store.token, message.turnId, message.text, {
      onWait: (cause) => {
        troubled = true;
        chat.hideTyping();
        bubble.note(words('sending'));
        chat.showTrouble(waitingWords(cause));
      },
    });
    store.pending = null;
    chat.showTrouble('');
    if (troubled) chat.say(words('connected-again'));
    const number = (answer.replies[0]?.number ?? message.after + 2) - 1;
    bubble.confirm(number);
    await play(answer.replies, sent);
    settle(answer);
    if (answer.contactAccepted === false) chat.giveBack(message.text);
    chat.setBusy(false);
    if (number > message.after + 1) await refresh(); // more was said elsewhere in between
  } catch (failure) {
    chat.hideTyping();
    await notDelivered(failure, message, bubble);
  }
}

async function notDelivered(failure, message, bubble) {
  if (failure.status === 400) {
    store.pending = null;
    bubble.remove();
    chat.giveBack(message.text);
    chat.showTrouble(words('rejected'), { action: false });
    chat.setBusy(false);
  } else if (failure.status === 409) {
    // Finished in another tab.
    store.pending = null;
    bubble.remove();
    chat.setBusy(false);
    await refresh();
  } else if (failure.status === 401) {
    store.forget();
    failed(failure);
  } else {
    undelivered = { ...message, bubble };
    bubble.note(words('not-sent'));
    chat.showTrouble(words('error-text'));
    if (!(failure instanceof Problem)) throw failure;
  }
}

const waitingWords = (cause) =>
  cause === 'busy' ? words('busy') : `${words('connection-lost')} ${words('retrying')}`;

/** Shows replies one after the other, each after its delay; the server's own time counts into the first. */
async function play(replies, sent) {
  let due = sent;
  for (const reply of replies) {
    due = Math.max(due + (reply.delayMs ?? 0), due);
    const left = due - performance.now();
    if (left > 0) {
      chat.showTyping(reply === replies[0] ? undefined : 0);
      await new Promise((resolve) => setTimeout(resolve, left));
    }
    chat.hideTyping();
    chat.addTurn(reply);
    due = performance.now();
  }
  chat.hideTyping();
}

/** Fetches what was said in another tab or on another device. */
async function refresh() {
  if (view !== 'chat' || document.hidden || chat.isBusy() || !store.token) return;
  let conversation;
  try {
    conversation = await readConversation(store.token, { patient: false });
  } catch {
    return; // the next focus, or the next message, tries again
  }
  if (chat.isBusy()) return;
  conversation.turns.forEach(chat.addTurn);
  settle(conversation);
}

function changedInAnotherTab() {
  if (view === 'consent' && store.token) resume().catch(failed);
  else if (!store.pending) refresh();
}

// ---- what else can happen

function notice(title, text, action, then) {
  $('notice-title').textContent = title;
  fillParagraphs($('notice-text'), text);
  $('notice-action').hidden = !action;
  $('notice-action').textContent = action ?? '';
  $('notice-action').onclick = then;
  show('notice');
  $('notice-title').focus();
}

function failed(failure) {
  const again = [words('try-again') || 'Try again', () => location.reload()];
  if (failure.status === 409) {
    notice(words('full-title'), words('full'));
  } else if (failure.status === 404) {
    notice(words('error-title') || 'Not found', words('unknown-study') || 'There is no study at this address.');
  } else if (failure.status === 400) {
    notice(words('error-title'), words('bad-link'));
  } else {
    notice(words('error-title') || 'Error', words('error-text') || ' ', ...again);
  }
  if (!(failure instanceof Problem)) throw failure;
}

/** Where an on-screen keyboard covers the page (iOS), the page is made as high as what is left. */
function fitKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    if (viewport.scale > 1.01) return; // pinched: leave the layout alone
    document.documentElement.style.setProperty('--viewport', `${viewport.height}px`);
    if (view === 'chat') scrollTo(0, 0);
  };
  viewport.addEventListener('resize', fit);
}
