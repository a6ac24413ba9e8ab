/** Joins what is written to a socket in one go into one system call: rhea writes every frame by itself. */
import type { Socket } from 'node:net';

/** From now on, everything written before the next tick ends leaves together. */
export const corkWrites = (socket: Socket): void => {
  const write = socket.write.bind(socket);
  let corked = false;
  const uncork = () => {
    corked = false;
    socket.uncork();
  };
  socket.write = ((...args: Parameters<Socket['write']>) => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(uncork);
    }
    return write(...args);
  }) as Socket['write'];
};
