/**
 * Writes `dist/`: `lumaleasing.js` (the script tag), `widget/` (what that loads), and for npm `index.js` and `define.js`
 * (where Lit is a dependency), with their descriptions. Each file also has a .br and a .gz, and `release.json` names the
 * release. Over budget, the build fails.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { describe } from './describe.ts';
import { minifyCode } from './minify-code.ts';
import { retryImports } from './retry-imports.ts';
import { slimLit } from './slim-lit.ts';
import { minifyTemplates } from './minify-templates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, process.argv[2] ?? 'dist');
const src = (name: string) => join(root, 'src', name);

/**
 * Bytes, brotli 11: the goals of `bench/` and the README. In a whole booking, views take 5 k, Lit 4.5 k, the flow 4 k,
 * styles 3.5 k, the element 2 k, and words 1.5 k.
 */
const budget = { launcher: 2200, booking: 28_000, kit: 7_450, advice: 5_000, doctor: 17_000 };

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

const common: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  define: { LUMA_VERSION: JSON.stringify(version) },
  plugins: [minifyTemplates()],
  // Without this, Vite follows NODE_ENV and may take Lit's development build.
  resolve: { conditions: ['production', 'browser', 'import', 'module', 'default'] },
};

const output = (dir: string): NonNullable<InlineConfig['build']> => ({
  outDir: join(dist, dir),
  emptyOutDir: false,
  target: 'es2022',
  minify: false,
  modulePreload: false,
  reportCompressedSize: false,
});

rmSync(dist, { recursive: true, force: true });

const forBrowsers = {
  ...common,
  plugins: [slimLit(), minifyTemplates(), minifyCode(), retryImports()],
};

await build({
  ...forBrowsers,
  build: {
    ...output('.'),
    lib: {
      entry: src('launcher/launcher.ts'),
      formats: ['iife'],
      name: 'luma',
      fileName: () => 'lumaleasing.js',
    },
  },
});

await build({
  ...forBrowsers,
  build: {
    ...output('widget'),
    lib: { entry: src('define.ts'), formats: ['es'], fileName: () => 'define.js' },
    rolldownOptions: {
      // The launcher loads it, too: it is a file of its own.
      external: /doctor\/doctor\.ts$/,
      preserveEntrySignatures: 'allow-extension',
      // Both this minifier and Terser, which runs after it: each finds what the other does not.
      output: {
        chunkFileNames: '[name]-[hash].js',
        minify: true,
        comments: false,
        paths: (id) => (id.endsWith('doctor.ts') ? './doctor.js' : id),
      },
    },
  },
});

await build({
  ...forBrowsers,
  build: {
    ...output('widget'),
    lib: { entry: src('doctor/doctor.ts'), formats: ['es'], fileName: () => 'doctor.js' },
    rolldownOptions: { output: { minify: true, comments: false } },
  },
});

await build({
  ...common,
  // In a site's own bundle, the address of this module says nothing about the server.
  define: { ...common.define, 'import.meta.url': '""' },
  build: {
    ...output('.'),
    lib: {
      entry: { index: src('index.ts'), define: src('define.ts') },
      formats: ['es'],
    },
    rolldownOptions: {
      external: /^lit(\/|$)/,
      // size-limit leaves out what is loaded on demand (`package.json`).
      output: {
        chunkFileNames: ({ isDynamicEntry }) => `${isDynamicEntry ? 'lazy' : 'chunks'}/[name].js`,
      },
    },
  },
});

/** A classic script must `import(` by a full URL, because its base URL may be about:blank. */
const launcher = readFileSync(join(dist, 'lumaleasing.js'), 'utf8');
if (/\bimport\(["'`]/.test(launcher) || !/\bimport\(/.test(launcher)) {
  throw new Error('lumaleasing.js has a dynamic import by a relative address');
}

const files = (readdirSync(dist, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.js'))
  .sort();

// A release is named by all that browsers load of it, so that its files can be kept for ever.
const ofRelease = files.filter((name) => /^(lumaleasing\.js|widget\/.*)$/.test(name));
const hash = createHash('sha256');
for (const name of ofRelease) hash.update(`${name}\0`).update(readFileSync(join(dist, name)));
const release = `${version}-${hash.digest('hex').slice(0, 10)}`;
if (!launcher.includes('LUMA_RELEASE')) throw new Error('lumaleasing.js names no release');
writeFileSync(join(dist, 'lumaleasing.js'), launcher.replaceAll('LUMA_RELEASE', release));
const integrity = (name: string) =>
  `sha384-${createHash('sha384')
    .update(readFileSync(join(dist, name)))
    .digest('base64')}`;
const integrities = Object.fromEntries(ofRelease.map((name) => [name, integrity(name)]));
writeFileSync(join(dist, 'release.json'), JSON.stringify({ release, integrity: integrities }));

const sizes = new Map<string, number>();
for (const name of files) {
  const bytes = readFileSync(join(dist, name));
  const br = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gz = gzipSync(bytes, { level: 9 });
  writeFileSync(join(dist, `${name}.br`), br);
  writeFileSync(join(dist, `${name}.gz`), gz);
  sizes.set(name, br.length);
  console.log(`${name.padEnd(36)} ${row(bytes.length, gz.length, br.length)}`);
}

function row(...bytes: number[]): string {
  return bytes.map((n) => String(n).padStart(8)).join('');
}

const first = sizes.get('lumaleasing.js') ?? Infinity;
const under = (start: string) =>
  [...sizes].reduce((sum, [name, bytes]) => (name.startsWith(start) ? sum + bytes : sum), 0);
// A booking without a hitch loads all of widget/ but the kit, and what is said to the site's owner.
const kit = under('widget/kit');
const advice = under('widget/say');
const doctor = under('widget/doctor.js');
const whole = first + under('widget') - kit - advice - doctor;
console.log(`before the launcher shows: ${first} B of ${budget.launcher}, one request`);
console.log(`a whole booking, chat included: ${whole} B of ${budget.booking}`);
console.log(`after it is booked, or where it cannot be: ${kit} B more of ${budget.kit}`);
console.log(`for the console, where something is wrong: ${advice} B of ${budget.advice}`);
console.log(`for the site's owner, who asks for it: ${doctor} B of ${budget.doctor}`);
const sizesOf = { launcher: first, booking: whole, kit, advice, doctor };
if (Object.entries(sizesOf).some(([name, size]) => size > budget[name as keyof typeof budget])) {
  console.error('Over budget.');
  process.exitCode = 1;
}

// Last, because what has its description is built (`scripts/build.ts`).
await describe(root, dist);
