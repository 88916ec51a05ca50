/**
 * Replies that say there is no such address.
 * @module
 */

/**
 * The enhanced status codes (RFC 3463, RFC 7505) that are about the recipient's address and hold whatever the message is:
 * 5.1.1 no such mailbox, 5.1.2 no such domain, 5.1.6 a mailbox that was given up, 5.1.10 a domain that takes no mail at all; Exchange
 * also says 5.1.10 of a mailbox. Not among them: a mailbox that is full or closed for now (5.2.x), an address that this server cannot
 * read or finds ambiguous (5.1.3, 5.1.4), the sender's address (5.1.7, 5.1.8), routing (5.4.x) and policy (5.7.x).
 */
const unknownAddress = new Set(['5.1.1', '5.1.2', '5.1.6', '5.1.10']);

/**
 * Whether a refusal at a command says that nobody can be reached at the recipient's address. A bare 550 does not: servers say it of
 * blocked senders as well. At MAIL FROM nothing is known of the recipient yet, and some servers say 5.1.1 of the sender there.
 */
export function saysUnknownAddress(command: unknown, response: unknown): boolean {
  if (typeof response !== 'string' || command === 'MAIL FROM') return false;
  const status = /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(response)?.[1];
  return status !== undefined && unknownAddress.has(status);
}
