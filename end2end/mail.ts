// A real mail server on loopback: it takes mails, or refuses them as it is told, and keeps what it took.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What is said to a mail before it is taken: a refusal by its code, or nothing, with the line cut. */
export type Mood = 'temporary' | 'permanent' | 'hang up';

export class MailServer {
  readonly taken: ParsedMail[] = [];
  /** What happens to the next mails to an address; after that they are taken. */
  private readonly moods = new Map<string, Mood[]>();
  private readonly server: SMTPServer;
  url = '';

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onRcptTo: ({ address }, session, done) => {
        const mood = this.moods.get(address)?.[0];
        if (mood === 'hang up' || !mood) return done();
        this.moods.get(address)?.shift();
        done(Object.assign(new Error(mood === 'temporary' ? 'try later' : 'no such user'), { responseCode: mood === 'temporary' ? 451 : 550 }));
      },
      onData: (stream, session, done) => {
        const [to] = session.envelope.rcptTo;
        const moods = this.moods.get(to?.address ?? '');
        if (moods?.[0] === 'hang up') {
          moods.shift();
          // The line goes dead in the middle of the mail.
          const connections = (this.server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> }).connections;
          for (const connection of connections) if (connection.id === session.id) connection._socket.destroy();
          return;
        }
        void simpleParser(stream).then((mail) => {
          this.taken.push(mail);
          done();
        }, done);
      },
    });
    // A line that was cut is what some journeys are about.
    this.server.on('error', () => {});
  }

  static async start(port = 0): Promise<MailServer> {
    const mail = new MailServer();
    const listening = mail.server.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    mail.url = `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    return mail;
  }

  async stop() {
    await new Promise<void>((resume) => this.server.close(() => resume()));
  }

  meets(address: string, ...moods: Mood[]) {
    this.moods.set(address, moods);
  }

  to(address: string): ParsedMail[] {
    return this.taken.filter((mail) => [mail.to].flat().some((to) => to?.value.some((one) => one.address === address)));
  }

  /** The mail to an address with a subject, once it has come. */
  async mail(address: string, subject: RegExp): Promise<ParsedMail> {
    const find = () => this.to(address).find((mail) => subject.test(mail.subject ?? ''));
    await expect.poll(() => find()?.subject ?? this.to(address).map((mail) => mail.subject).join(), { timeout: 40_000 }).toMatch(subject);
    return find() as ParsedMail;
  }
}

/** The first link of a mail to a page below a path, as a path of ours. */
export function link(mail: ParsedMail, path: string): string {
  const [found] = (mail.text ?? '').match(new RegExp(`https?://[^/\\s]+${path}\\S*`)) ?? [];
  expect(found, `a link to ${path} in ${mail.text}`).toBeTruthy();
  return new URL(found ?? '').pathname;
}
