/** Runs Terser on all code for browsers. After brotli it saves 1.5 % more than Vite's own minifier. */
import { minify } from 'terser';
import type { Plugin } from 'vite';

export const minifyCode = (): Plugin => ({
  name: 'luma-minify-code',
  // Not in `renderChunk`, because its output is printed again with white space.
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const { code } = await minify(chunk.code, {
        module: true,
        ecma: 2020,
        compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true },
        format: { comments: false },
      });
      if (code === undefined) throw new Error(`${chunk.fileName} came out empty`);
      chunk.code = code;
    }
  },
});
