import type { Send } from '../flow/message.ts';
import type { Translate } from '../i18n/words.ts';

/** What every view is drawn with, besides the state. */
export interface Ui {
  send: Send;
  t: Translate;
  locale: string;
  /** The visitor's own zone. */
  zone: string;
  now: number;
}
