interface Loader {
  /** Failed tries on this page. */
  failed: number;
  loading?: Promise<unknown> | undefined;
}

declare global {
  interface Window {
    /** One loader for all tags of a page, so that no module is loaded from two addresses at once. */
    lumaLoader?: Loader;
  }
}

const loader = (window.lumaLoader ??= { failed: 0 });

/** Replaced by the build. Files of one release never change, and servers of others have them, too. */
const release = 'LUMA_RELEASE';

/**
 * Firefox remembers a failed import for as long as the page lives, so each try has a folder of its own. A query would not
 * do, because the widget's other files import this one by its plain name.
 */
export const addressOf = (base: string): string => {
  const folder = loader.failed ? `/again-${loader.failed}` : '';
  return new URL(`${base}/releases/${release}${folder}/widget/define.js`, document.baseURI).href;
};

/** Loads the widget from its server, in three tries. After a failure, a later call tries again. */
export const loadWidget = (base: string): Promise<unknown> => (loader.loading ??= tryAll(base));

async function tryAll(base: string): Promise<unknown> {
  for (let tries = 3; ;) {
    try {
      return await import(addressOf(base));
    } catch (error) {
      loader.failed++;
      if (!--tries) {
        loader.loading = undefined;
        throw error;
      }
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}
