// The page's life: what changed on the server is fetched and exchanged piece by piece; clicks become acts.
import { act, fields, toast, ask } from "./acts.js";
import { patch } from "./patch.js";
import { setUpComposer, setOffers } from "./composer.js";

const page = document.body.dataset;
const $ = (id) => document.getElementById(id);
const modal = $("modal");
const seen = {};
let state = null, following = "", wantsEnd = "", fetching = false, again = false, wantsReply = false, shownModal = { id: "", hash: "" };

function keep(name, value) { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=strict`; }

function address() {
  const query = new URLSearchParams({ you: page.you, place: page.place });
  if (page.thread) query.set("thread", page.thread);
  return query;
}

async function refresh() {
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const asked = String(address());
    const answer = await fetch(`/playground/state?${asked}`);
    const next = answer.ok && (await answer.json());
    // What was asked for before the visitor went elsewhere must not take them back.
    if (asked !== String(address())) again = true;
    else if (next) show(next);
  } catch { /* the stream tells when the server is gone */ }
  fetching = false;
  if (again) { again = false; refresh(); }
}

function show(next) {
  const isFirst = !state, moved = isFirst || state.place !== next.place;
  const movedThread = isFirst || state.thread !== next.thread;
  state = next;
  page.place = next.place;
  page.thread = next.thread;
  page.version = next.version;
  const atEnd = ["messages", "replies"].filter((name) => $(name).scrollHeight - $(name).scrollTop - $(name).clientHeight < 80);
  const isNarrower = $("thread").hidden && next.thread;
  $("thread").hidden = !next.thread;
  for (const [name, pieces] of Object.entries(next.lists)) {
    const list = $(name);
    const fresh = (name === "messages" && moved) || (name === "replies" && movedThread);
    const changed = patch(list, pieces, fresh) || isNarrower;
    const stays = fresh || (changed && atEnd.includes(name));
    if (fresh) list.scrollTop = 0;
    if (wantsEnd === name) list.scrollTop = list.scrollHeight;
    // Of what is longer than the list is high, the beginning.
    else if (stays && next.place !== "home") list.querySelector(".piece:last-child")?.scrollIntoView({ block: "nearest" });
    dress(list);
  }
  if (wantsReply && next.thread) { wantsReply = false; $("reply").focus(); }
  $("status").textContent = next.status;
  $("composer").hidden = next.place === "home";
  for (const each of [$("say"), $("say").previousElementSibling]) each.tagName === "LABEL" ? (each.textContent = next.composer) : (each.placeholder = next.composer);
  document.title = `${next.title} · setupbot`;
  setOffers(next.offers);
  // As in Slack, a modal does not outlive the page that it was opened on.
  if (isFirst && next.modal) act("close", { every: true }, page);
  else showModal(next.modal);
  markUnread();
  wantsEnd = "";
  follow();
}

function dress(root) {
  for (const button of root.querySelectorAll(".copy:empty")) button.textContent = page.copy;
  for (const input of root.querySelectorAll("[data-epoch]")) {
    const then = new Date(Number(input.dataset.epoch) * 1000);
    input.value = new Date(then - then.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    input.removeAttribute("data-epoch");
  }
}

function markUnread() {
  for (const [place, latest] of Object.entries(state.latest)) {
    if (!(place in seen) || place === state.place) seen[place] = latest;
    document.querySelector(`#places [data-place="${CSS.escape(place)}"]`)?.classList.toggle("unread", latest > seen[place]);
  }
}

// A bot answers in a thread: the one that the visitor just began opens by itself.
function follow() {
  if (!following || following === page.thread) return;
  const link = $("messages").querySelector(`[data-ts="${CSS.escape(following)}"] .replies`);
  if (link) { const ts = following; following = ""; wantsEnd = "messages"; go(page.place, ts); }
}

function showModal(next) {
  if (!next) { if (modal.open) modal.close(); shownModal = { id: "", hash: "" }; return; }
  if (next.id === shownModal.id && next.hash === shownModal.hash) return;
  const typed = next.id === shownModal.id ? fields(modal) : [];
  shownModal = next;
  modal.innerHTML = next.html;
  dress(modal);
  for (const { block, action, given } of typed) {
    const at = [...modal.querySelectorAll("[data-keeps]")].find((e) => e.dataset.block === block && e.dataset.action === action);
    if (at && at.tagName !== "FIELDSET" && typeof given === "string") at.value = given;
  }
  if (!modal.open) modal.showModal();
  modal.querySelector(".view-in :is(input, textarea, select, button)")?.focus();
}

function go(place, thread = "") {
  const opens = place !== page.place;
  page.place = place;
  page.thread = thread;
  history.pushState(null, "", `/?${address()}`);
  closeDrawer();
  refresh().then(() => { if (!thread && opens) $("title")?.focus({ preventScroll: true }); });
  if (opens) act("open", { place }, page);
}

function closeDrawer() {
  $("sidebar").classList.remove("open");
  document.querySelector(".drawer").setAttribute("aria-expanded", "false");
}

function say(text) {
  if (page.place === "home") page.place = "";
  return send(text, "");
}

async function send(text, thread) {
  const done = await act("say", { place: page.place, thread, text }, page);
  if (done?.place) page.place = done.place;
  if (done?.ts && !thread) following = done.ts;
  if (done) { wantsEnd = thread ? "replies" : "messages"; refresh(); }
  return Boolean(done);
}

const source = (element) => {
  const { channel, ts, view, hash } = element.closest("[data-source]").dataset;
  return view ? { view, hash } : { channel, ts };
};

async function use(element, given) {
  const confirm = element.dataset.confirm && JSON.parse(element.dataset.confirm);
  if (confirm && !(await confirmed(confirm))) return;
  if (element.dataset.url) window.open(element.dataset.url, "_blank", "noopener");
  const holder = element.closest("[data-source]");
  element.closest("details")?.removeAttribute("open");
  const { block, action } = element.dataset;
  await act("use", { ...source(element), block, action, given, fields: fields(holder) }, page);
  refresh();
}

async function confirmed(confirm) {
  $("confirm-title").textContent = confirm.title?.text ?? "";
  $("confirm-text").textContent = confirm.text?.text ?? "";
  if (confirm.confirm) $("confirm-yes").textContent = confirm.confirm.text;
  if (confirm.deny) $("confirm-no").textContent = confirm.deny.text;
  $("confirm-yes").classList.toggle("danger", confirm.style === "danger");
  return ask($("confirm"));
}

async function submit(form) {
  for (const error of form.querySelectorAll(".error")) error.hidden = true;
  const button = form.querySelector("[type=submit]");
  if (button) button.disabled = true;
  const done = await act("submit", { view: form.dataset.view, hash: form.dataset.hash, fields: fields(form) }, page);
  if (button) button.disabled = false;
  const errors = Object.entries(done?.errors ?? {});
  for (const [block, says] of errors) {
    const error = form.querySelector(`[data-input="${CSS.escape(block)}"] .error`);
    if (error) { error.textContent = says === "required" ? page.required : says; error.hidden = false; }
  }
  if (errors.length) form.querySelector(`[data-input="${CSS.escape(errors[0][0])}"] [data-keeps]`)?.focus();
  refresh();
}

const DO = {
  go: (at) => go(at.dataset.place),
  thread: (at) => { wantsReply = true; go(page.place, at.dataset.ts); },
  "close-thread": () => { const back = page.thread; go(page.place); $("messages").querySelector(`[data-ts="${CSS.escape(back)}"] .replies`)?.focus(); },
  drawer: (at) => { const open = $("sidebar").classList.toggle("open"); at.setAttribute("aria-expanded", String(open)); if (open) $("sidebar").querySelector("a").focus(); },
  theme: () => { const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; const next = dark ? "light" : "dark"; document.documentElement.dataset.theme = next; keep("theme", next); },
  language: () => { keep("language", document.documentElement.lang === "ko" ? "en" : "ko"); location.reload(); },
  ask: async (at) => { at.disabled = true; await say(at.dataset.text); at.disabled = false; },
  copy: async (at) => { await navigator.clipboard.writeText(at.previousElementSibling.textContent).catch(() => copyOld(at.previousElementSibling)); at.textContent = page.copied; at.classList.add("done"); setTimeout(() => { at.textContent = page.copy; at.classList.remove("done"); }, 1800); },
  shortcut: (at) => act("shortcut", { ...source(at), which: at.dataset.which }, page),
  delete: (at) => act("delete", source(at), page),
  dismiss: (at) => act("dismiss", source(at), page),
  edit: async (at) => { const box = $("editing").querySelector("textarea"); box.value = at.dataset.raw; const to = source(at); if (await ask($("editing"))) act("edit", { ...to, text: box.value }, page); },
  teammate: async () => { const [name, guest] = $("teammate").querySelectorAll("input"); name.value = ""; if ((await ask($("teammate"))) && name.value.trim()) { await act("teammate", { name: name.value, is_guest: guest.checked }, page); refresh(); } },
  "close-view": () => act("close", { every: false }, page),
  "close-all": () => act("close", { every: true }, page),
  consent: async () => { if (await ask($("consent"))) act("enroll", { level: $("consent").querySelector(":checked").value }, page); },
  leave: () => act("leave", {}, page),
  "check-machine": () => act("check", { place: page.place }, page).then((done) => { if (done?.ts) following = done.ts; }),
};

function copyOld(code) {
  const range = document.createRange();
  range.selectNodeContents(code);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

document.addEventListener("click", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const at = event.target.closest("[data-do], [data-press]");
  for (const open of document.querySelectorAll("details.menu[open]")) if (!open.contains(event.target)) open.open = false;
  if ($("sidebar").classList.contains("open") && !event.target.closest("#sidebar, .drawer")) closeDrawer();
  if (!at || (at.tagName === "A" && !plain)) return;
  if (at.dataset.do) { event.preventDefault(); at.closest("details.menu")?.removeAttribute("open"); DO[at.dataset.do](at); }
  else use(at, at.dataset.given ?? null);
});
document.addEventListener("change", (event) => {
  const at = event.target.closest("[data-use]");
  if (event.target.id === "you") { page.you = event.target.value; page.thread = ""; keep("you", page.you); const im = state?.place; page.place = im && im.startsWith("D") ? "" : page.place; history.pushState(null, "", `/?${address()}`); state = null; refresh(); act("open", { place: page.place }, page); }
  else if (at) use(at, fields(at.parentElement).find((f) => f.action === at.dataset.action && f.block === at.dataset.block)?.given ?? null);
});
modal.addEventListener("submit", (event) => { event.preventDefault(); submit(event.target); });
modal.addEventListener("cancel", (event) => { event.preventDefault(); DO["close-view"](); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  else if ($("sidebar").classList.contains("open")) { closeDrawer(); document.querySelector(".drawer").focus(); }
  else if (page.thread) DO["close-thread"]();
});
addEventListener("popstate", () => { const query = new URLSearchParams(location.search); page.place = query.get("place") ?? ""; page.thread = query.get("thread") ?? ""; page.you = query.get("you") ?? page.you; state = null; refresh(); });

setUpComposer($("composer"), (text) => send(text, ""));
setUpComposer($("composer-thread"), (text) => send(text, page.thread));
setOffers(JSON.parse($("offers").textContent));
dress(document);

const stream = new EventSource(`/playground/changes?since=${page.version}`);
let lost = false;
stream.onmessage = () => refresh();
stream.onopen = () => { if (lost) location.reload(); };
stream.onerror = () => { if (!lost) { lost = true; toast(page.ended, true); } };
refresh().then(() => { act("open", { place: page.place }, page); document.body.dataset.ready = "yes"; if (matchMedia("(min-width: 721px)").matches && page.place !== "home") $("say").focus(); });
