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
let token; // of the conversation that this tab shows
let view = 'loading';

start().catch(failed);

async function start() {
  fitKeyboard();
  study = await readStudy(studyId, { onWait: tellWaiting });
  useWords(study.strings);
  document.documentElement.lang = study.language;
  document.title = study.title;
  for (const element of document.querySelectorAll('.study-title')) element.textContent = study.title;

  parameters = listedParameters();
  store = new Store(studyId, parameters);
  store.onChange(changedInAnotherTab);
  chat.prepareChat(study.limits.message, { send, draft: (text) => (store.draft = text) });
  prepareConsent();
  prepareAnew();
  document.addEventListener('visibilitychange', refresh);
  addEventListener('focus', refresh);
  addEventListener('pageshow', (event) => event.persisted && changedInAnotherTab());
  addEventListener('online', refresh);

  if (store.token) await resume();
  else if (store.beginning) await agreed();
  else show('consent');
}

/** Says what is waited for, where no conversation is shown yet. */
function tellWaiting(cause) {
  const text = cause === 'closed' ? words('nobody-new') : $('loading-text').dataset.unreachable;
  const status = $(view === 'loading' ? 'loading-text' : 'consent-status');
  if (status.textContent === text) return; // it would be read out at each attempt
  status.textContent = text;
  status.scrollIntoView({ block: 'nearest' });
}

// What a panel should have filled in and did not: nobody, to the server as well.
const UNFILLED = /\{\{|\$\{|\{%/;

/** Those parameters of the link that the study keeps, and no others. */
function listedParameters() {
  const given = new URLSearchParams(location.search);
  const listed = study.parameters.filter((name) => given.get(name) && !UNFILLED.test(given.get(name)));
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
  $('decline').addEventListener('click', () => {
    if (beginning) {
      store.declined = store.beginning;
      store.beginning = null;
      withdrawal.abort();
    }
    notice(words('decline-title'), declined, [
      words('back'),
      () => {
        show('consent');
        $('consent-title').focus();
      },
    ]);
  });
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
let withdrawal; // aborts a beginning

async function agreed() {
  if (beginning) return;
  if (store.token) return resume(); // begun in another tab since
  beginning = true;
  withdrawal = new AbortController();
  const { signal } = withdrawal;
  const status = $('consent-status');
  $('agree').setAttribute('aria-disabled', 'true');
  status.textContent = words('starting');
  // A beginning without an answer is repeated under its number, after a reload too, and by who declined
  // it and thinks better of it: it takes one slot.
  store.beginning ??= store.declined ?? newId();
  try {
    const conversation = await begin(studyId, store.beginning, parameters, { signal, onWait: tellWaiting });
    if (signal.aborted) return;
    store.token = conversation.token;
    store.beginning = store.declined = null;
    await open(conversation);
  } catch (failure) {
    if (signal.aborted) return;
    // Where the server itself failed, the same number may still find what it began.
    if (failure.status < 500) store.beginning = store.declined = null;
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
    await open(await readConversation(store.token, { onWait: tellWaiting }));
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    forgetUnknown();
  }
}

/** The server knows no such conversation: it was erased, or is another server's. */
function forgetUnknown() {
  const unsent = store.pending.map(({ text }) => text).join('\n\n');
  store.forget();
  if (!unsent) {
    show('consent');
    return;
  }
  store.draft = store.draft ? `${unsent}\n\n${store.draft}` : unsent;
  notice(words('lost-title'), words('lost'), [words('start-anew'), () => location.reload(), 'primary']);
  $('notice-quote').textContent = unsent;
  $('notice-quote').hidden = false;
}

async function open(conversation) {
  token = store.token;
  chat.dress(conversation.appearance);
  show('chat');
  chat.setText(store.draft);
  chat.expect(expectedAlready(conversation));
  chat.showProgress(conversation.progress);
  const caughtUp = catchUp(conversation, chat.showTranscript);
  if (conversation.expects !== 'nothing') {
    // On a touch screen the field would call up the keyboard before the greeting is read.
    if (matchMedia('(pointer: fine)').matches) chat.focusField();
    else $('bot-name').focus();
    if (conversation.turns.some((turn) => turn.from === 'participant')) chat.say(words('resumed'));
  }
  await caughtUp;
  takeUpPending();
}

/** A first contact is asked for, and the end is there, once the words for it are shown. */
function expectedAlready({ expects, turns }) {
  const again = expects !== 'nothing' && turns.some(({ kind }) => kind === 'contact');
  return again ? expects : 'message';
}

/** Messages that were on their way when a page was left are sent again under their own ids. */
async function takeUpPending() {
  for (const message of store.pending) {
    if (!(await deliver(message))) return;
  }
}

function settle({ expects, finish, progress }) {
  chat.showProgress(progress);
  if (expects === 'nothing') chat.end(finish);
  else chat.expect(expects);
}

function send(text) {
  const message = { turnId: newId(), text, after: chat.lastTurn() };
  store.keep(message);
  chat.showTrouble('');
  deliver(message);
}

/** Sends a message until it is answered or refused; false where it is neither. */
async function deliver(message, bubble) {
  // Where more than it answers is shown already, it was stored before, or comes too late.
  bubble ??= chat.lastTurn() > message.after ? null : chat.addOwn(message.text);
  bubble?.note('');
  chat.setBusy(true);
  if (bubble) chat.showTyping();
  let answer;
  try {
    answer = await postTurn(token, message, {
      onText: study.streaming && bubble ? (beginning) => grow(beginning, bubble) : undefined,
      onWait: (cause) => waitFor(cause, bubble),
    });
  } catch (failure) {
    return notDelivered(failure, message, bubble);
  }
  store.remove(message);
  connected();
  try {
    if (bubble) await showAnswer(answer, message, bubble);
    if (answer.contactAccepted === false && !store.draft) chat.giveBack(message.text, { toMend: true });
    chat.setBusy(false);
    return true;
  } catch (fault) {
    chat.hideTyping();
    chat.showTrouble(words('saved-not-shown'), words('reload'), () => location.reload());
    throw fault;
  }
}

/** The message is stored, and its answer being written. */
function grow(beginning, bubble) {
  connected();
  bubble.note('');
  chat.grow(beginning);
}

async function showAnswer(answer, message, bubble) {
  bubble.confirm((answer.replies[0]?.number ?? message.after + 2) - 1);
  await play(answer.replies);
  settle(answer);
}

async function notDelivered(failure, message, bubble) {
  chat.hideTyping();
  chat.stopGrowing();
  if (failure.status === 409) return overtaken(message, bubble);
  if (failure.status === 400) {
    connected();
    store.remove(message);
    bubble?.remove();
    chat.giveBack(message.text, { toMend: true });
    chat.showTrouble(words('rejected'));
    chat.setBusy(false);
    return true;
  }
  if (failure.status === 401) {
    store.keep(message);
    forgetUnknown();
    return false;
  }
  bubble?.note(words('not-sent'));
  chat.showTrouble(words('error-text'), words('try-again'), async () => {
    chat.showTrouble('');
    if (await deliver(message, bubble)) takeUpPending();
  });
  if (!(failure instanceof Problem)) throw failure;
  return false;
}

/** The conversation went on elsewhere: what was missed is shown, and the message given back, not lost. */
async function overtaken(message, bubble) {
  let conversation;
  try {
    conversation = await readConversation(token, { onWait: (cause) => waitFor(cause, bubble) });
  } catch (failure) {
    return notDelivered(failure, message, bubble);
  }
  connected();
  bubble?.remove();
  // Where another tab has sent the same again, it is given back there.
  const mine = store.remove(message);
  const over = conversation.expects === 'nothing';
  if (mine) chat.giveBack(message.text);
  if (mine && !over) chat.showTrouble(words('gone-on'));
  await catchUp(conversation);
  if (mine && over) chat.showTrouble(words('ended-elsewhere'));
  return true;
}

let waiting = false;

function waitFor(cause, bubble) {
  waiting = true;
  chat.hideTyping();
  // What is being answered has arrived.
  if (!chat.isGrowing()) bubble?.note(words('sending'));
  chat.showTrouble(waitingWords(cause), words('try-again'), tryNow);
}

function connected() {
  if (!waiting) return;
  waiting = false;
  chat.showTrouble('');
  chat.say(words('connected-again'));
}

const waitingWords = (cause) =>
  cause === 'busy' ? words('busy') : `${words('connection-lost')} ${words('retrying')}`;

/**
 * Shows replies one after the other, each after what is left of its delay when it is its turn. One that
 * was shown as it grew has none.
 */
async function play(replies) {
  for (const reply of replies) {
    if (reply.delayMs > 0) {
      chat.showTyping(reply === replies[0] ? undefined : 0);
      await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
    }
    chat.hideTyping();
    chat.addTurn(reply);
  }
  chat.hideTyping();
}

/**
 * Shows what was said before or elsewhere, replies whose moment is still to come at that moment.
 *
 * @param show shows turns at once
 */
async function catchUp(conversation, show = (turns) => turns.forEach(chat.addTurn)) {
  const last = chat.lastTurn();
  const next = conversation.turns.findIndex(({ number, delayMs }) => delayMs > 0 && number > last);
  const coming = next < 0 ? [] : conversation.turns.slice(next);
  show(next < 0 ? conversation.turns : conversation.turns.slice(0, next));
  chat.setBusy(true);
  try {
    await play(coming);
    settle(conversation);
  } finally {
    chat.setBusy(false);
  }
}

/** Fetches what was said in another tab or on another device. */
async function refresh() {
  if (view !== 'chat' || document.hidden || chat.isBusy() || !token) return;
  let conversation;
  try {
    conversation = await readConversation(token, { patient: false });
  } catch {
    return; // the next focus, or the next message, tries again
  }
  if (!chat.isBusy()) await catchUp(conversation);
}

function changedInAnotherTab() {
  if (view === 'consent' && store.token) resume().catch(failed);
  else if (token && store.token && store.token !== token) location.reload(); // somebody started anew
  else refresh();
}

// ---- starting anew

/** Offers a shared computer's next person a beginning, unless the link says who the person is. */
function prepareAnew() {
  $('anew').textContent = words('anew');
  $('anew').hidden = Object.hasOwn(parameters, document.documentElement.dataset.panelId);
  $('anew').addEventListener('click', () =>
    notice(words('anew-title'), words('anew-text'), [words('start-anew'), startAnew], [words('back'), backToEnd]),
  );
}

function startAnew() {
  store.forget();
  store.draft = '';
  location.reload();
}

function backToEnd() {
  show('chat');
  chat.focusEnd();
}

// ---- what else can happen

/** @param choices `[label, what it does, look]` of each button */
function notice(title, text, ...choices) {
  $('notice-title').textContent = title;
  fillParagraphs($('notice-text'), text);
  $('notice-quote').hidden = true;
  $('notice-choices').replaceChildren(
    ...choices.map(([label, then, look = 'secondary']) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = look;
      button.textContent = label;
      button.addEventListener('click', then);
      return button;
    }),
  );
  show('notice');
  $('notice-title').focus();
}

function failed(failure) {
  const again = [words('try-again') || 'Try again', () => location.reload(), 'primary'];
  if (failure.status === 409 && failure.field === 'study') {
    notice(words('full-title'), words('full'));
  } else if (failure.status === 404) {
    notice(words('error-title') || 'Not found', words('unknown-study') || 'There is no study at this address.');
  } else if (failure.status === 400) {
    notice(words('error-title'), words('bad-link'));
  } else {
    notice(words('error-title') || 'Error', words('error-text') || ' ', again);
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
