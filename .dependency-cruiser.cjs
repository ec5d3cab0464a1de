/** The rules of the house, as docs/architecture.md tells them. No exceptions are listed: mend the code. */
const tests = '\\.test\\.ts$|/test/';
const server = '^packages/server/src';
const widget = '^packages/widget/src';

/** Between features, arrows go one way; what is not named here is forbidden. */
const arrows = {
  accounts: [],
  admin: ['accounts', 'calendars', 'releases'],
  outbox: [],
  properties: ['accounts'],
  releases: [],
  calendars: ['accounts', 'outbox', 'properties'],
  availability: ['accounts', 'calendars', 'properties'],
  leads: ['accounts', 'outbox', 'properties'],
  tours: ['accounts', 'availability', 'calendars', 'leads', 'outbox', 'properties'],
  sync: ['accounts', 'calendars', 'tours'],
  appointments: ['accounts', 'calendars', 'sync', 'tours'],
  conversations: ['accounts'],
  hosted: ['accounts', 'availability', 'leads', 'tours'],
  notifications: ['accounts', 'calendars', 'leads', 'outbox', 'tours'],
};

const featureRules = Object.entries(arrows).map(([feature, allowed]) => ({
  name: `feature-${feature}`,
  comment: `${feature} may use ${allowed.join(', ') || 'no other feature'}`,
  severity: 'error',
  from: { path: `${server}/features/${feature}/`, pathNot: tests },
  to: { path: `${server}/features/`, pathNot: `/features/(${[feature, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Type imports count: a cycle is a sign that two files are one, or that a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'kits-below-features',
      comment: 'Kits and lib know no feature.',
      severity: 'error',
      from: { path: `${server}/(http|jobs|db|lib)/`, pathNot: tests },
      to: { path: `${server}/features/` },
    },
    {
      name: 'lib-at-the-bottom',
      severity: 'error',
      from: { path: `${server}/lib/`, pathNot: tests },
      to: { path: `${server}/(?!lib/|config\\.ts)` },
    },
    {
      name: 'routes-and-jobs-are-ends',
      comment: 'Only app.ts mounts routes; only job-table.ts lists jobs.',
      severity: 'error',
      from: { path: server, pathNot: `${server}/(app|job-table)\\.ts$|${tests}` },
      to: { path: `${server}/features/.*/(routes|jobs)\\.ts$` },
    },
    {
      name: 'hono-at-the-edge',
      severity: 'error',
      from: { path: server, pathNot: `${server}/(app\\.ts|http/)|/routes\\.ts$|${tests}` },
      to: { path: 'node_modules/(hono|@hono)/' },
    },
    {
      name: 'pg-boss-in-jobs',
      severity: 'error',
      from: { path: server, pathNot: `${server}/jobs/|${tests}` },
      to: { path: 'node_modules/pg-boss/' },
    },
    {
      name: 'google-behind-its-provider',
      severity: 'error',
      from: { path: server, pathNot: `${server}/features/calendars/google/|${tests}` },
      to: { path: 'node_modules/(@googleapis|gaxios|google-auth-library|googleapis)' },
    },
    {
      name: 'google-only-in-the-context',
      comment: 'Everyone else speaks to calendars/provider.ts.',
      severity: 'error',
      from: {
        path: server,
        pathNot: `${server}/(context\\.ts|features/calendars/google/)|${tests}`,
      },
      to: { path: `${server}/features/calendars/google/` },
    },
    {
      name: 'scopes-are-minted-by-guards',
      comment: 'Whoever can make a scope can act for any tenant: the guards, and the job runner.',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: `${server}/(features/accounts|jobs)/|^packages/server/test/|${tests}`,
      },
      to: { path: `${server}/db/mint-scope\\.ts$` },
    },
    ...featureRules,
    {
      name: 'slot-engine-is-pure',
      severity: 'error',
      from: {
        path: `${server}/features/availability/(slots|slot-query|grid|hours|obstacles|rank-agents|ladder|manual|rules)\\.ts$`,
      },
      to: {
        path: `node_modules|${server}/(db/client|context|config|http|jobs)`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'tour-intent-is-pure',
      severity: 'error',
      from: { path: `${server}/features/conversations/tour-`, pathNot: tests },
      to: { path: 'node_modules|^packages/', pathNot: `/conversations/tour-|${tests}` },
    },
    {
      name: 'packages-share-only-types',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src', pathNot: tests },
      to: { path: '^packages/([^/]+)/', pathNot: '^packages/($1|types)/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^packages/types/src' },
      to: { path: '^packages/(?!types)' },
    },
    {
      name: 'widget-imports-types-only',
      comment: 'No Zod, no date library, no server code in the bundle.',
      severity: 'error',
      from: { path: widget, pathNot: tests },
      to: {
        path: '^packages/types/|node_modules/(?!.*node_modules/)(?!lit/|@lit/|lit-html/|lit-element/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'widget-views-know-only-flow',
      severity: 'error',
      from: { path: `${widget}/views/`, pathNot: tests },
      to: { path: `${widget}/(api|controllers|luma-leasing\\.ts|index\\.ts|define\\.ts)` },
    },
    {
      name: 'widget-doctor-stands-alone',
      comment: 'It must work where the widget does not, and nobody pays for it who did not ask.',
      severity: 'error',
      from: { path: `${widget}/doctor/`, pathNot: tests },
      to: { path: `${widget}/(?!doctor/|lib/|inputs\\.ts|styles/css\\.ts)` },
    },
    {
      name: 'widget-loads-its-doctor-late',
      severity: 'error',
      from: { path: widget, pathNot: `${widget}/doctor/|${tests}` },
      to: { path: `${widget}/doctor/`, dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'widget-diagnosis-is-pure',
      comment: 'Facts in, findings out.',
      severity: 'error',
      from: { path: `${widget}/doctor/(diagnose|attributes|contrast|csp|words|facts)` },
      to: { path: `${widget}/doctor/(collect|view|doctor\\.ts|say)` },
    },
    {
      name: 'widget-flow-is-below',
      severity: 'error',
      from: { path: `${widget}/(flow|lib)/`, pathNot: tests },
      to: {
        path: `${widget}/(views|controllers|luma-leasing\\.ts|index\\.ts|define\\.ts|launcher)`,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'dist/|\\.cache/|drizzle/meta' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
