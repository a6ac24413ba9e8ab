// Shows a page of our own when there is no network. Everything else is left to the browser and its cache.
const cacheName = 'kittiwake-offline-3';
const kept = ['/offline.html', '/offline.css', '/offline.js', '/favicon.svg', '/theme.js'];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(kept)));
});

addEventListener('activate', (event) => {
  const outdated = (name) => name.startsWith('kittiwake-') && name !== cacheName;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name)))),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match('/offline.html')));
  } else if (origin === location.origin && kept.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
