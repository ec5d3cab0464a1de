/**
 * A dynamic import that fails is tried once more under another address, because Firefox remembers a failed address for as
 * long as the page lives. The query changes nothing for what the file itself imports, so no module exists twice.
 */
import type { Plugin } from 'vite';

const dynamicImport = /\bimport\(("\.\/[^"]+\.js)"\)/g;

export const retryImports = (): Plugin => ({
  name: 'luma-retry-imports',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || chunk.dynamicImports.length === 0) continue;
      const code = chunk.code.replace(dynamicImport, '$&.catch(()=>import($1?"+Date.now()))');
      if (code === chunk.code)
        throw new Error(`${chunk.fileName}: a dynamic import is not retried`);
      chunk.code = code;
    }
  },
});
