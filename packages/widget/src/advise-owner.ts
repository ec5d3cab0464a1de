import type * as Advice from './doctor/say.ts';

/** Tells the site's owner in the console what is wrong with the embed, if the words for it can be loaded. */
export const adviseOwner = (advise: (advice: typeof Advice) => void): Promise<void> =>
  import('./doctor/say.ts').then(advise, () => undefined);
