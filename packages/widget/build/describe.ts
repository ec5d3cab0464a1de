/**
 * Describes the package for editors and tools: declarations (`.d.ts`), with the few types of the contract that they need
 * bundled in, and `custom-elements.json`. Both come from the comments of `src/luma-leasing.ts`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** @param root folder of the package. @param dist where the descriptions go. */
export async function describe(root: string, dist: string): Promise<void> {
  const bundle = await rolldown({
    input: { index: join(root, 'src/index.ts'), define: join(root, 'src/define.ts') },
    external: /^(lit|zod)(\/|$)/,
    plugins: [
      dts({
        dtsOnly: true,
        tsconfig: join(root, 'build/tsconfig.declarations.json'),
        // It warns at each build that its next version wants TypeScript 7.1.
        logger: { ...console, info: () => undefined, warn: () => undefined },
      }),
    ],
  });
  const { output } = await bundle.write({ dir: dist, chunkFileNames: 'chunks/[name].js' });
  await bundle.close();
  for (const file of output) {
    const code = file.type === 'chunk' ? file.code : String(file.source);
    // A site has neither our sources nor what is not published.
    const foreign = /from ["'](?!lit["'])[^."'][^"']*["']|["'][^"']*\.ts["']/.exec(code);
    if (foreign) throw new Error(`${file.fileName} mentions ${foreign[0]}`);
  }

  const analyzer = createRequire(import.meta.url).resolve(
    '@custom-elements-manifest/analyzer/package.json',
  );
  const config = join(root, 'build/manifest.config.js');
  execFileSync(
    process.execPath,
    [
      join(dirname(analyzer), 'cem.js'),
      'analyze',
      '--config',
      config,
      '--outdir',
      relative(root, dist),
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const unknown = publicNames(dist).filter((name) => !readme.includes(name));
  if (unknown.length > 0)
    throw new Error(`Name it in README.md, or mark it @internal: ${unknown.join(', ')}`);
}

interface Named {
  name: string;
  attribute?: string;
}

/** What `custom-elements.json` says that a page may use. */
function publicNames(dist: string): string[] {
  const { modules } = JSON.parse(readFileSync(join(dist, 'custom-elements.json'), 'utf8')) as {
    modules: {
      declarations: Record<'members' | 'events' | 'cssParts' | 'cssProperties', Named[]>[];
    }[];
  };
  const [element] = modules.flatMap(({ declarations }) => declarations);
  if (!element) throw new Error('custom-elements.json describes no element');
  const { members, events, cssParts, cssProperties } = element;
  return [
    ...members.map(({ name, attribute }) => (attribute ? `\`${attribute}\`` : `\`${name}()\``)),
    ...[...events, ...cssProperties].map(({ name }) => `\`${name}\``),
    ...cssParts.map(({ name }) => `::part(${name})`),
  ];
}
