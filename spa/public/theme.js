// The theme that was chosen here before, set before anything is painted. Without a choice, the system's holds.
try {
  const chosen = localStorage.getItem('kittiwake.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is closed to us: the system's theme it is.
}
