// As soon as there is a network again, the page that was wanted is loaded.
addEventListener('online', () => location.reload());
