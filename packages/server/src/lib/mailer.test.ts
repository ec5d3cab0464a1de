import { describe, expect, it } from 'vitest';
import { AddressRefused, refusalIn, ServerRefused } from './mailer.ts';

const answered = (response: string, command = 'RCPT TO') =>
  refusalIn(
    Object.assign(new Error('refused'), {
      command,
      response,
      responseCode: Number(response.slice(0, 3)),
    }),
  );

describe('a mail server’s answer to a recipient [N5]', () => {
  it.each([
    '550 5.1.1 <a@example.org>: Recipient address rejected: User unknown',
    '550 5.1.2 no such domain',
    '553 5.1.3 not an address',
    '551 5.1.6 has moved',
    '556 5.1.10 takes no mail at all',
    '550 5.2.1 the mailbox is disabled',
    '550-5.1.1 no such user',
    '550 No such user here',
    '551 User not local',
    '553 unknown',
  ])('“%s”: the address takes no mail', (response) => {
    expect(answered(response)).toBeInstanceOf(AddressRefused);
  });

  it.each([
    '504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname',
    '550 5.1.8 <t@maple.example>: Sender address rejected: Domain not found',
    '550 5.7.1 relaying denied',
    '552 5.2.2 mailbox full',
    '550 relay not permitted',
    '550 Sender verify failed',
    '550 HELO argument has invalid syntax',
    '553 sorry, authentication is required',
    '550 blocked, see our policy',
    '554 no SMTP service here',
    '503 bad sequence',
    '450 4.1.1 not yet known',
    '421 try again later',
  ])('“%s”: the mail may be tried again', (response) => {
    expect(answered(response)).toBeInstanceOf(ServerRefused);
  });

  it('does not blame the address if another command was refused, or nothing was answered', () => {
    expect(answered('550 5.1.1 no', 'MAIL FROM')).toBeInstanceOf(ServerRefused);
    const error = new Error('connect ECONNREFUSED');
    expect(refusalIn(error)).toBe(error);
  });
});
