/** Text typed by anybody, for the log: it must not move the cursor of whoever reads it, nor fill the screen. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�').slice(0, 100);
