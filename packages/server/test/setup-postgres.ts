import type { TestProject } from 'vitest/node';
import { openPostgres } from '../src/db/client.ts';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** As the superuser, whom no policy binds. */
    postgresSuperUrl: string;
    pgliteImage: string;
  }
}

/**
 * A real Postgres for as long as the tests run, with one migrated database to copy from. All of it as an ordinary login:
 * a superuser would pass every row policy.
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
