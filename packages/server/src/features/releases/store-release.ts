import type { Context } from '../../context.ts';
import { widgetFiles } from '../../db/tables/widget-files.ts';
import { readFromDisk, releaseOnDisk } from './disk.ts';

/**
 * Puts the files of this server's release into the database. So pages that name an older release keep working after an
 * upgrade, and while servers of two releases run side by side each serves the files of both.
 */
export async function storeRelease({ db, clock }: Context, dist?: URL): Promise<void> {
  const onDisk = releaseOnDisk(dist);
  if (!onDisk) return;
  const { release, integrity } = onDisk;
  const paths = Object.keys(integrity).flatMap((path) => [path, `${path}.br`, `${path}.gz`]);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, body: await readFromDisk(path, dist) })),
  );
  // A build in development may remove a file meanwhile.
  const rows = files.flatMap(({ path, body }) =>
    body ? [{ release, path, body, storedAt: clock.now() }] : [],
  );
  if (rows.length > 0) await db.insert(widgetFiles).values(rows).onConflictDoNothing();
}
