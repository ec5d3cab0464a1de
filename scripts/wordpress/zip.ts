// `pnpm wordpress:zip`: the plugin as WordPress's upload page takes it. The same files are the same bytes, on any machine:
// sorted, of one date, and stored as they are, since compressors differ from machine to machine.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { crc32 } from 'node:zlib';
import { root } from '../process.ts';

export const pluginFolder = `${root}examples/wordpress/luma-leasing`;
export const zipPath = `${root}examples/wordpress/dist/luma-leasing.zip`;

/** The oldest date that a zip can hold: 1 January 1980, in MS-DOS's fields. */
const date = 0x0021;
const utf8Names = 0x0800;

const littleEndian = (...fields: [value: number, bytes: 2 | 4][]): Buffer =>
  Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

function zip(files: { name: string; content: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name: text, content } of files) {
    const name = Buffer.from(text);
    const { length } = content;
    const common = littleEndian(
      [20, 2],
      [utf8Names, 2],
      [0, 2],
      [0, 2],
      [date, 2],
      [crc32(content), 4],
      [length, 4],
      [length, 4],
      [name.length, 2],
      [0, 2],
    );
    const local = Buffer.concat([littleEndian([0x04034b50, 4]), common, name, content]);
    const madeByUnix = 0x0314;
    const entry = [
      littleEndian([0x02014b50, 4], [madeByUnix, 2]),
      common,
      littleEndian([0, 2], [0, 2], [0, 2]),
      // Readable by all, written by the owner: a server need not be told.
      littleEndian([(0o100644 << 16) >>> 0, 4], [offset, 4]),
      name,
    ];
    directory.push(Buffer.concat(entry));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = files.length;
  const end = littleEndian(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [index.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...parts, index, end]);
}

/** All files of the plugin, from its folder. Sorted by bytes, not by the language of the machine. */
export const pluginFiles = (): string[] =>
  globSync(`${pluginFolder}/**/*`, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(pluginFolder, `${entry.parentPath}/${entry.name}`).replaceAll('\\', '/'),
    )
    .sort((a, b) => (a < b ? -1 : 1));

/** @returns the archive's path. */
export function writeZip(): string {
  const files = pluginFiles().map((name) => ({
    name: `luma-leasing/${name}`,
    content: readFileSync(`${pluginFolder}/${name}`),
  }));
  mkdirSync(dirname(zipPath), { recursive: true });
  writeFileSync(zipPath, zip(files));
  return zipPath;
}

if (import.meta.main) console.log(writeZip());
