/** Lets the browser keep the offline page, which also makes the shop installable. */

export const keepOfflinePage = (): void => {
  if (!('serviceWorker' in navigator)) return;
  // After the page has loaded: the first visit has more urgent things to fetch.
  window.addEventListener('load', () => {
    // Private windows refuse. A shop without an offline page is still a shop.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  });
};
