// The service worker: what was already seen can be read without connection, and nothing of a person stays after sign-out.
// SHELL (version, files, pages, clearing, start, homes, keep) is written above this text by installable/shell.py.
// Why it does what it does: docs/decisions/0006-pages-seen-offline.md.

const FILES = `files-${SHELL.version}`;
const PRIVATE = "pages-"; // and then the mark of the person whose pages they are
const SEEN = "Advisor-Seen";
const TITLE = "Advisor-Title";
let clearings = 0; // an answer that was on its way while everything was erased is not kept

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(begin());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(open(event, url));
    // A form of another site goes past the worker, so that the browser says on it where it comes from.
    else if (request.referrer.startsWith(`${location.origin}/`)) event.respondWith(send(request, url));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});

async function fill() {
  const files = await caches.open(FILES);
  await files.addAll(SHELL.files);
  // Without cookies: these pages are the same for everybody and hold nobody's name.
  await Promise.all(Object.values(SHELL.pages).map(async (address) => {
    const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await files.put(address, answer);
  }));
}

async function begin() {
  await self.registration.navigationPreload?.enable();
  for (const name of await caches.keys()) if (name.startsWith("files-") && name !== FILES) await caches.delete(name);
  await self.clients.claim();
  // The page that brought the worker was loaded without it: it too has been seen.
  for (const client of await self.clients.matchAll()) {
    if ((await copyOf(client.url)) !== undefined) continue;
    const before = clearings;
    await fetch(client.url).then((answer) => keep(client.url, answer, before)).catch(() => {});
  }
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).searchParams.has("v")) {
    const copy = answer.clone();
    caches.open(FILES).then((files) => files.put(request, copy));
  }
  return answer;
}

async function open(event, url) {
  const before = clearings;
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(keep(url.href, answer.clone(), before));
    return answer;
  } catch {
    return (await copyOf(url.href)) ?? (await home(url)) ?? page("offline");
  }
}

async function send(request, url) {
  const clears = SHELL.clearing.includes(url.pathname);
  if (clears) await erase();
  try {
    const answer = await fetch(request);
    // What another tab brought before the session had ended.
    if (clears) await erase();
    return answer;
  } catch {
    return page(url.pathname === SHELL.signOut ? "still_signed_in" : "unsent");
  }
}

// Keeps a page for the person the server names; another person's copies go first.
async function keep(address, answer, before = clearings) {
  const mark = answer.headers.get("Advisor-Account");
  if (!mark || answer.redirected || before !== clearings) return;
  await erase(PRIVATE + mark);
  if (!answer.headers.has("Advisor-Copy")) return;
  const current = clearings;
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.set(SEEN, new Date().toISOString());
  headers.set(TITLE, encodeURIComponent(/<title>([^<]*)/.exec(text)?.[1] ?? ""));
  if (current !== clearings) return;
  const pages = await caches.open(PRIVATE + mark);
  await pages.put(withoutHash(address), new Response(text, { status: 200, headers }));
  await complete(text);
  const oldest = (await pages.keys()).slice(0, -SHELL.keep);
  await Promise.all(oldest.map((request) => pages.delete(request)));
}

// What a kept page needs to look right, also where it was loaded before there was a worker.
async function complete(text) {
  const files = await caches.open(FILES);
  for (const [, address] of text.matchAll(/"(\/static\/[^"]+\.(?:js|css|svg)\?v=\w+)"/g)) {
    if (!(await files.match(address, { ignoreVary: true }))) await files.add(address).catch(() => {});
  }
}

async function erase(except) {
  // Counted before anything is waited for: a page that is being kept at this moment must notice.
  if (!except) clearings += 1;
  const names = (await caches.keys()).filter((name) => name.startsWith(PRIVATE) && name !== except);
  if (except && names.length) clearings += 1;
  await Promise.all(names.map((name) => caches.delete(name)));
}

// The kept copy says of itself when it was seen; base.html has the words, site.js shows them.
async function copyOf(address) {
  for (const pages of await privateCaches()) {
    const kept = await pages.match(withoutHash(address), { ignoreVary: true });
    if (!kept) continue;
    const text = (await kept.text()).replace("<html ", `<html data-seen="${kept.headers.get(SEEN)}" `);
    return new Response(text, { headers: kept.headers });
  }
  return undefined;
}

// The app opened from its icon without connection: the person's main page, if it was seen.
async function home(url) {
  if (url.pathname !== SHELL.start) return undefined;
  for (const pages of await privateCaches()) {
    const addresses = (await pages.keys()).map((request) => request.url).reverse();
    const found = addresses.find((address) => new RegExp(SHELL.homes).test(new URL(address).pathname));
    if (found) return Response.redirect(found);
  }
  return undefined;
}

async function privateCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PRIVATE));
  return Promise.all(names.map((name) => caches.open(name)));
}

async function page(name) {
  return (await (await caches.open(FILES)).match(SHELL.pages[name], { ignoreVary: true })) ?? Response.error();
}

function withoutHash(address) {
  return address.split("#")[0];
}
