import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** Where the next conversation is disturbed. */
export interface Disturbance {
  /** Reply to a command instead of accepting it. */
  readonly reply?: { readonly at: 'connect' | 'mail' | 'rcpt' | 'data'; readonly code: number; readonly text: string };
  /** The connection is cut: at a command, within the message, or when the whole message is there. */
  readonly cut?: 'connect' | 'mail' | 'rcpt' | 'within-message' | 'after-message';
}

/** A mail as the server got it. */
export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: Email;
}

/** A real SMTP server on loopback. */
export interface SmtpSink {
  readonly port: number;
  readonly mails: readonly SunkMail[];
  /** Disturbs the next conversation, once. */
  disturb(disturbance: Disturbance): void;
  /** Cuts every connection that is open. */
  cutAll(): void;
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;

export async function smtpSink(options: { readonly auth?: boolean } = {}): Promise<SmtpSink> {
  const mails: SunkMail[] = [];
  let next: Disturbance = {};

  const cut = ({ id }: SMTPServerSession) => {
    next = {};
    for (const connection of server.connections) if (connection.session.id === id) connection._socket.destroy();
  };
  const at = (place: 'connect' | 'mail' | 'rcpt', session: SMTPServerSession, done: Done) => {
    const { reply } = next;
    if (next.cut === place) return cut(session);
    if (reply?.at !== place) return done();
    next = {};
    return done(Object.assign(new Error(reply.text), { responseCode: reply.code }));
  };

  const server = new SMTPServer({
    authOptional: options.auth !== true,
    disabledCommands: options.auth === true ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('Invalid password'), { responseCode: 535 })),
    onConnect: (session, done) => at('connect', session, done),
    onMailFrom: (_address, session, done) => at('mail', session, done),
    onRcptTo: (_address, session, done) => at('rcpt', session, done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (next.cut === 'within-message') cut(session);
      });
      stream.on('end', () => {
        const { reply } = next;
        if (reply?.at === 'data') {
          next = {};
          return done(Object.assign(new Error(reply.text), { responseCode: reply.code }));
        }
        const isCut = next.cut === 'after-message';
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        return PostalMime.parse(raw).then((mail) => {
          const from = mailFrom === false ? '' : mailFrom.address;
          mails.push({ from, to: rcptTo.map(({ address }) => address), raw: raw.toString('latin1'), mail });
          if (isCut) cut(session);
          else done();
        }, done);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    port: address.port,
    mails,
    disturb: (disturbance) => {
      next = disturbance;
    },
    cutAll: () => {
      for (const connection of server.connections) connection._socket.destroy();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
