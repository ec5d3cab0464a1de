/** A mail that the sandbox caught and did not send. */
export interface Mail {
  id: string;
  at: string;
  /** Who sent it: only Google's invitations so far. */
  source: 'google-calendar';
  from: string;
  to: string;
  subject: string;
  text: string;
}
