import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const pure = [
  'src/lib/**/*.test.ts',
  'src/{config,job-table}.test.ts',
  'src/features/availability/{answer-cache,manual,normalize-query,rank-agents,slots,slots.*}.test.ts',
  'src/features/accounts/may.test.ts',
  'src/features/admin/words.test.ts',
  'src/features/calendars/**/{connection-state,decide-alert}.test.ts',
  'src/features/calendars/google/{events,session}.test.ts',
  'src/features/conversations/tour-*.test.ts',
  'src/features/sync/**/decide-*.test.ts',
  'src/jobs/decide-retry.test.ts',
  'src/features/sync/tours/defang.test.ts',
  'src/features/tours/ics.test.ts',
  'src/http/{client-address,refusal-words}.test.ts',
  'src/db/lock.test.ts',
  'test/previous/*.test.ts',
];
const withDatabase = ['src/**/*.test.ts', 'test/**/*.test.ts'];
/**
 * What both engines must be asked: the kits under every feature, and the statements that are written by hand. The rest
 * goes through these, so the real engine alone is asked; `pnpm test:engines` asks both for everything.
 */
const onBothEngines =
  process.env['TEST_ENGINES'] === 'both'
    ? withDatabase
    : [
        'src/{db,jobs}/**/*.test.ts',
        'src/{unit-of-work,http/idempotency}.test.ts',
        'src/features/availability/{get-availability,openings}.test.ts',
        'src/features/tours/booking/{book-tour,daily-caps,rank-candidates}.test.ts',
        'src/features/leads/*.test.ts',
      ];
/** Two processes, locks and races mean something only on the real engine. */
const postgresOnly = ['test/postgres/**/*.test.ts'];
/** Whole servers on the embedded engine. */
const pgliteOnly = ['test/{convergence,embedded}/**/*.test.ts'];

/** Those that start whole servers begin first, since they take longest: else the last one keeps all others waiting. */
class WholeServersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWhole = ({ moduleId }: TestSpecification) =>
      moduleId.includes('/packages/server/test/');
    // A worker that goes on with another project starts anew, so the projects stay apart.
    const ofProjects = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    return [...ofProjects.values()].flatMap((sorted) => [
      ...sorted.filter(isWhole),
      ...sorted.filter((one) => !isWhole(one)),
    ]);
  }
}

/** Only a hang takes so long; what a test waits for (`test/eventually.ts`) ends sooner, and says what is missing. */
const shared = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    // Much of what is tested is waiting. And files share the modules they load: what ours keep in one goes by random ids.
    maxWorkers: 4,
    isolate: false,
    sequence: { sequencer: WholeServersFirst },
    projects: [
      { test: { ...shared, name: 'pure', include: pure } },
      {
        test: {
          ...shared,
          name: 'pglite',
          include: [...onBothEngines, ...pgliteOnly],
          exclude: [...pure, ...postgresOnly],
          env: { TEST_DATABASE: 'pglite' },
          globalSetup: ['test/setup-pglite.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'postgres',
          include: withDatabase,
          exclude: [...pure, ...pgliteOnly],
          env: { TEST_DATABASE: 'postgres' },
          globalSetup: ['test/setup-postgres.ts'],
        },
      },
    ],
  },
});
