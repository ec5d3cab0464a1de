// What WordPress's coding standards and its Plugin Check ask for, as far as it can be seen in the text: neither can be
// had here. A part of `pnpm check`.
import { readFileSync } from 'node:fs';
import { makePot, potPath } from './pot.ts';
import { pluginFiles, pluginFolder } from './zip.ts';

const slug = 'luma-leasing';

interface Rule {
  /** What is said of a line that breaks it. */
  says: string;
  files: RegExp;
  broken: RegExp;
  /** A line, or the one before it, that may: with a reason, as WordPress's own tools want it. */
  unless?: RegExp;
}

const excused = /phpcs:ignore [\w.]+ -- \S/;
const php = /\.php$/;

const rules: Rule[] = [
  { says: 'lines begin with tabs', files: php, broken: /^ +\S(?<! \*)/ },
  { says: 'ends with spaces', files: /\.(php|js|css|txt)$/, broken: /[ \t]$/ },
  { says: 'a line ends as on Windows', files: /./, broken: /\r$/ },
  {
    says: 'prints without escaping at that place',
    files: php,
    broken:
      /\b(echo|print)\b(?! (esc_(html|attr|url|js|textarea)(__)?\(|\(int\)|wp_json_encode\())/,
    unless: excused,
  },
  { says: 'prints words without escaping', files: php, broken: /(?<!\w)(_e|_ex)\(|<\?=/ },
  {
    says: 'a variable stands first in a comparison',
    files: php,
    broken: /\$\w+(->\w+|\[[^\]]*\])*\s*[!=]==?\s*(['"\d]|true\b|false\b|null\b)/,
  },
  { says: 'compares loosely', files: php, broken: /[^=!]==[^=]|!=[^=]/ },
  {
    says: 'reads a request without a nonce',
    files: php,
    broken: /\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES)\b/,
    unless: excused,
  },
  {
    says: 'calls what a plugin must not call',
    files: php,
    broken:
      /\b(eval|extract|create_function|base64_decode|unserialize|file_get_contents|file_put_contents|fopen|curl_\w+|exec|shell_exec|system|passthru|wp_remote_\w+\(\s*'http|query_posts|wp_redirect|json_encode|parse_url|strip_tags|date|rand)\(/,
  },
  { says: 'writes SQL', files: php, broken: /\$wpdb\b/ },
  {
    says: 'loads something from elsewhere',
    files: /\.(php|css|js)$/,
    broken: /<(script|link)\b[^>]*(src|href)=|@import|url\(\s*["']?(https?:)?\/\//,
  },
  { says: 'a function has no prefix', files: php, broken: /^\s*function (?!luma_leasing_)\w/ },
  {
    says: 'a global has no prefix',
    files: php,
    broken: /^(define\( '(?!LUMA_LEASING_)|\$(?!luma_leasing_)\w+ =)/,
  },
  {
    says: 'a hook of ours has no prefix',
    files: php,
    broken: /\b(apply_filters|do_action)\( '(?!luma_leasing_)/,
    unless: /phpcs:ignore/,
  },
  {
    says: 'uses syntax newer than PHP 7.4',
    files: php,
    broken:
      /\?->|\bmatch \(|\benum \w|\breadonly\b|#\[|\): (static|mixed|never|\w+\|\w+)|\bfn\b.*\bthrow\b/,
  },
  {
    says: 'uses a short tag, or closes PHP at its end',
    files: php,
    broken: /<\?(?!php|=|xml)|^\?>$/,
  },
];

/** @returns every fault, a line each. */
export function pluginFaults(): string[] {
  const files = pluginFiles();
  const read = (name: string) => readFileSync(`${pluginFolder}/${name}`, 'utf8');
  return [
    ...files.flatMap((name) => brokenRules(name, read(name))),
    ...files.filter((name) => php.test(name)).flatMap((name) => unguarded(name, read(name))),
    ...folders(files)
      .filter((folder) => !files.includes(`${folder}index.php`))
      .map((folder) => `${folder}: has no index.php`),
    ...headerFaults(read),
    ...(read(potPath.slice(pluginFolder.length + 1)) === makePot()
      ? []
      : ['languages: the .pot is stale, run `pnpm wordpress:pot`']),
  ];
}

function brokenRules(name: string, text: string): string[] {
  const lines = text.split('\n');
  return rules
    .filter(({ files }) => files.test(name))
    .flatMap(({ says, broken, unless }) =>
      lines.flatMap((line, at) => {
        const isComment = /^\s*(\*|\/\/|\/\*)/.test(line) && php.test(name);
        if (isComment || !broken.test(line)) return [];
        const isExcused = [line, lines[at - 1] ?? ''].some((one) => unless?.test(one));
        return isExcused ? [] : [`${name}:${at + 1}: ${says}`];
      }),
    );
}

/** A file that somebody opens by its address must do nothing. */
function unguarded(name: string, text: string): string[] {
  if (text === '<?php\n// Silence is golden.\n') return [];
  const constant = name === 'uninstall.php' ? 'WP_UNINSTALL_PLUGIN' : 'ABSPATH';
  const faults = text.includes(`\ndefined( '${constant}' ) || exit;\n`)
    ? []
    : [`${name}: can be opened by its address`];
  if (!/^<\?php\n\/\*\*\n \* .+/.test(text)) faults.push(`${name}: does not say what it is`);
  const bare = [...text.matchAll(/(?<!\*\/\n)^function (\w+)/gm)].map(
    ([, own]) => `${name}: ${own} has no comment`,
  );
  return [...faults, ...bare];
}

const folders = (files: string[]): string[] => [
  ...new Set(files.map((name) => name.slice(0, name.lastIndexOf('/') + 1))),
];

/** What is said in several places is the same in all. */
function headerFaults(read: (name: string) => string): string[] {
  const main = read(`${slug}.php`);
  const readme = read('readme.txt');
  const block = JSON.parse(read('block/block.json')) as {
    version: string;
    textdomain: string;
    name: string;
  };
  const ofPlugin = (field: string) => new RegExp(String.raw`\* ${field}:\s+(.*)`).exec(main)?.[1];
  const ofReadme = (field: string) => new RegExp(`^${field}: (.*)`, 'm').exec(readme)?.[1];
  const version = ofPlugin('Version');
  const short = readme.split('\n\n')[1] ?? '';
  const same: [what: string, one: string | undefined, other: string | undefined][] = [
    ['name', ofPlugin('Plugin Name'), /^=== (.*) ===/.exec(readme)?.[1]],
    ['stable tag', version, ofReadme('Stable tag')],
    ['oldest WordPress', ofPlugin('Requires at least'), ofReadme('Requires at least')],
    ['oldest PHP', ofPlugin('Requires PHP'), ofReadme('Requires PHP')],
    ['licence', ofPlugin('License'), ofReadme('License')],
    ['address of the licence', ofPlugin('License URI'), ofReadme('License URI')],
    ['short description', ofPlugin('Description'), short],
    ['text domain', ofPlugin('Text Domain'), slug],
    ['text domain of the block', block.textdomain, slug],
    ['namespace of the block', block.name.split('/')[0], slug],
    ['version of the block', block.version, version],
    ['version in the code', /'LUMA_LEASING_VERSION', '(.*?)'/.exec(main)?.[1], version],
    [
      'version of the block’s script',
      /'version'\s+=> '(.*?)'/.exec(read('block/edit.asset.php'))?.[1],
      version,
    ],
    ['newest entry of the changelog', /== Changelog ==\n\n= (\S+) =/.exec(readme)?.[1], version],
  ];
  const sections = ['Description', 'Installation', 'Frequently Asked Questions', 'Changelog'];
  return [
    ...same
      .filter(([, one, other]) => one === undefined || one !== other)
      .map(([what, one, other]) => `${what}: ${one} in one place, ${other} in another`),
    ...sections
      .filter((name) => !readme.includes(`== ${name} ==`))
      .map((name) => `readme.txt: has no ${name}`),
    ...(short.length > 150
      ? ['readme.txt: the short description is longer than 150 characters']
      : []),
    ...((ofReadme('Tags')?.split(',').length ?? 9) > 5
      ? ['readme.txt: has more than five tags']
      : []),
    ...(/^\d+\.\d+$/.test(ofReadme('Tested up to') ?? '')
      ? []
      : ['readme.txt: "Tested up to" is no version']),
  ];
}
