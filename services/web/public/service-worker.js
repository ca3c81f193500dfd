// Lets the app open without a network: it keeps the page that holds the app and the files that
// page asked for. Nothing of anybody's data is kept here; answers wait in the app's own store.
const PAGES = "pages";
const FILES = "files";
const SHELL = "/";
const PATIENCE_MS = 4000;
const MOST_FILES = 120;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isPageOfTheApp(url.pathname)) {
    event.respondWith(openNewest(request, SHELL));
  } else if (url.pathname.startsWith("/static/web/assets/")) {
    event.respondWith(openFile(request));
  } else if (url.pathname.startsWith("/static/web/")) {
    event.respondWith(openNewest(request, request));
  }
});

/** What core would answer with the app's page; the rest is none of our business. */
function isPageOfTheApp(path) {
  return !/^\/(api|static|django-admin|problems)(\/|$)/.test(path) && !path.includes(".");
}

/** The newest answer; the one of last time when none comes. */
async function openNewest(request, name) {
  const kept = await caches.open(PAGES);
  try {
    const newest = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (newest.ok && !newest.redirected) await kept.put(name, newest.clone());
    return newest;
  } catch (error) {
    const last = await kept.match(name);
    if (last) return last;
    throw error;
  }
}

/** A file of the build never changes under its name, so the kept one is as good as a new one. */
async function openFile(request) {
  const kept = await caches.open(FILES);
  const found = await kept.match(request);
  if (found) return found;
  const file = await fetch(request);
  if (file.ok) {
    await kept.put(request, file.clone());
    await forgetOldest(kept);
  }
  return file;
}

async function forgetOldest(kept) {
  const requests = await kept.keys();
  const excess = requests.slice(0, Math.max(0, requests.length - MOST_FILES));
  await Promise.all(excess.map((request) => kept.delete(request)));
}
