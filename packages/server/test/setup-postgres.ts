import type { TestProject } from 'vitest/node';
import { openPostgres } from '../src/db/client.ts';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** As the superuser, to whom no policy applies. */
    postgresSuperUrl: string;
    pgliteImage: string;
  }
}

/**
 * Starts a real Postgres for the tests, with one migrated database to copy. All is done as an ordinary login,
 * because row policies do not apply to a superuser.
 */
export default async function setup(project: TestProject) {
  const server = await startPostgres(['fsync=off', 'max_connections=200']);
  await server.create('template_luma');
  const template = openPostgres(server.ordinaryUrl('template_luma'));
  await template.migrate();
  await template.close();
  project.provide('postgresUrl', server.ordinaryUrl(''));
  project.provide('postgresSuperUrl', server.url(''));
  return () => server.stop();
}
