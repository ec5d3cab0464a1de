/** Terser over all code for browsers: under brotli 1.5 % fewer bytes than by Vite's own minifier. */
import { minify } from 'terser';
import type { Plugin } from 'vite';

export const minifyCode = (): Plugin => ({
  name: 'luma-minify-code',
  // Not at `renderChunk`: what that gives is printed once more, with white space.
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
