import { and, desc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { widgetFiles } from '../../db/tables/widget-files.ts';
import { readFromDisk, releaseOnDisk } from './disk.ts';

/** Bytes of files that a process keeps in memory, over 100 releases. */
const mostKept = 16 * 1024 * 1024;
const kept = new WeakMap<Context, Map<string, Uint8Array>>();

/**
 * A file of a release: from memory, from this server's build, or from the database.
 * @param release absent: of any release. The path must then contain a hash of the content.
 * @param path as in the build, perhaps with `.br` or `.gz`.
 * @param beforeQuery refuses a caller who asks the database too often.
 */
export async function findFile(
  ctx: Context,
  release: string | undefined,
  path: string,
  beforeQuery: () => Promise<void>,
): Promise<Uint8Array | null> {
  const files = kept.get(ctx) ?? new Map<string, Uint8Array>();
  kept.set(ctx, files);
  const name = `${release ?? ''}/${path}`;
  const known = files.get(name);
  if (known) return known;
  const isOurs = release !== undefined && releaseOnDisk()?.release === release;
  const ours = isOurs ? await readFromDisk(path) : null;
  if (!ours) await beforeQuery();
  const body = ours ?? (await readFromDatabase(ctx, release, path));
  if (body) {
    files.set(name, body);
    let bytes = [...files.values()].reduce((sum, one) => sum + one.length, 0);
    // The oldest goes first.
    for (const [first, { length }] of files) {
      if (bytes <= mostKept) break;
      files.delete(first);
      bytes -= length;
    }
  }
  return body;
}

async function readFromDatabase(
  ctx: Context,
  release: string | undefined,
  path: string,
): Promise<Uint8Array | null> {
  const [row] = await ctx.db
    .select({ body: widgetFiles.body })
    .from(widgetFiles)
    .where(
      and(
        eq(widgetFiles.path, path),
        release === undefined ? undefined : eq(widgetFiles.release, release),
      ),
    )
    .orderBy(desc(widgetFiles.storedAt))
    .limit(1);
  return row?.body ?? null;
}
