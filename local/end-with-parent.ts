/**
 * Ends a part whose parent is gone. A part that was started with an IPC channel belongs to whoever started it; when that one dies
 * without a word, also while the part is still starting, nobody else would stop it. Imported first, for its effect.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

// Its lines have no reader then, and that must not cut short how it ends.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
