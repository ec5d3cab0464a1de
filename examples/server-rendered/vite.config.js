import { defineConfig } from 'vite';

// The server writes the page, so there is no index.html: `client.js` is the script that the page names.
export default defineConfig({
  build: {
    outDir: 'dist/client',
    rolldownOptions: {
      input: 'src/client.tsx',
      output: { entryFileNames: '[name].js' },
    },
  },
});
