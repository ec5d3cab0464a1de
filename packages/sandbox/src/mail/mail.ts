/** A message the sandbox caught instead of sending. */
export interface Mail {
  id: string;
  at: string;
  /** Who handed it in: Google's own invitations now, SMTP later. */
  source: 'google-calendar';
  from: string;
  to: string;
  subject: string;
  text: string;
}
