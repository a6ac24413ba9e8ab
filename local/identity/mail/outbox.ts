/** The mail that would be sent: shown in the log, which is the developer's post box, and kept for whoever shows it better. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../../log.ts';
import { databaseFile } from '../database.ts';

export interface Mail {
  to: string;
  subject: string;
  /** Plain text. */
  body: string;
}

export interface SentMail extends Mail {
  id: number;
  /** UTC, ISO 8601. */
  sentAt: string;
}

export type SendMail = (mail: Mail) => void;

const kept = 100;

const block = ({ to, subject, body }: Mail): string =>
  ['mail', `To:      ${to}`, `Subject: ${subject}`, '', ...body.split('\n')].join('\n    | ');

/** Writes each mail to the log, at info level, as one readable block, and keeps the last 100 in the database. */
export const createOutbox = (db: DatabaseSync, log: Logger): SendMail => {
  const insert = db.prepare('insert into mails (sent_at, recipient, subject, body) values (?, ?, ?, ?)');
  const trim = db.prepare('delete from mails where id <= (select max(id) from mails) - ?');
  return (mail) => {
    insert.run(new Date().toISOString(), mail.to, mail.subject, mail.body);
    trim.run(kept);
    log.info(block(mail));
  };
};

/**
 * The mail in a data folder, newest first, read beside the running provider. It holds live links: only for pages that are the developer's
 * own.
 */
export const readOutbox = (dataDir: string): SentMail[] => {
  if (!existsSync(databaseFile(dataDir))) return [];
  const db = new DatabaseSync(databaseFile(dataDir), { readOnly: true, timeout: 5_000 });
  try {
    const mails = 'select id, sent_at as sentAt, recipient as "to", subject, body from mails order by id desc';
    return db.prepare(mails).all() as unknown as SentMail[];
  } finally {
    db.close();
  }
};
