// As soon as there is a network again, the page that was wanted is loaded.
addEventListener('online', () => location.reload());

// A network that is just back, or a shop that is away, may not answer at once.
if (navigator.onLine) setTimeout(() => location.reload(), 3000);
