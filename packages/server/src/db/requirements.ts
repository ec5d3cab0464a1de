/**
 * What the database user needs before the migrations can run, and the statements with which an administrator gives
 * it.
 */
import type postgres from 'postgres';
import { OperatorError } from '../lib/operator-error.ts';

const roles = ['luma_tenant', 'luma_system', 'luma_auth'];
const oldest = 150_000;
/** From this version on, each membership has its own options INHERIT and SET. */
const grantsHaveOptions = 160_000;

/** The properties of a database and its user that decide what is missing. */
export interface SetupState {
  /** Postgres's `server_version_num`. */
  version: number;
  user: string;
  database: string;
  isSuperuser: boolean;
  mayCreateRoles: boolean;
  /** The user inherits from its new memberships (before 16: from all memberships). */
  inheritsByDefault: boolean;
  mayCreateSchemas: boolean;
  ownsPublicSchema: boolean;
  roles: {
    name: string;
    exists: boolean;
    /** The user has the role's rights without taking it. */
    isInherited: boolean;
    /** The user may take it with `SET ROLE`. */
    mayBeTaken: boolean;
    /** The user may grant it. */
    mayBeGranted: boolean;
  }[];
  extension: 'there' | 'creatable' | 'forbidden' | 'absent';
  /** Migrations that grant the roles to the user have not run yet. */
  grantsPending: boolean;
}

/** A fault that no statement in the database can correct; undefined when there is none. */
export function unfitReason({ version, extension }: SetupState): string | undefined {
  if (version < oldest)
    return `The database is Postgres ${Math.floor(version / 10_000)}, and this server needs 15 or newer: upgrade it, or give the address of a newer one.`;
  if (extension === 'absent')
    return 'The database server has not got the extension btree_gist: install its contrib package (Debian: part of postgresql-15 and newer; RPM: postgresql-contrib), or allow the extension in your host’s settings.';
  return undefined;
}

/** @throws OperatorError that says what is missing, with the statements that give it. */
export function requireSetUp(state: SetupState): void {
  const unfit = unfitReason(state);
  if (unfit) throw new OperatorError(unfit);
  const missing = missingFrom(state);
  if (missing.length === 0) return;
  const { user, database } = state;
  throw new OperatorError(
    `The database user ${user} ${missing.flatMap((one) => one.words ?? []).join(', and ')}: an administrator runs this once, connected to the database ${database}, and then the server starts.

${scriptOf(missing)}

(\`pnpm admin database-setup\` prints it, too.)`,
  );
}

export interface MissingRight {
  /** The rest of the sentence "The database user …"; absent where another one's words include it. */
  words?: string;
  statements: string[];
}

export const scriptOf = (missing: MissingRight[]): string =>
  missing.flatMap((one) => one.statements).join('\n');

/** What only an administrator can do, in the order in which it must be done. */
export function missingFrom(state: SetupState): MissingRight[] {
  if (state.isSuperuser) return [];
  return [...missingOwnership(state), ...missingRoles(state), ...missingExtension(state)];
}

function missingOwnership({ user, database, ...state }: SetupState): MissingRight[] {
  if (state.mayCreateSchemas && state.ownsPublicSchema) return [];
  return [
    {
      words: `does not own the database ${database} and its schema public`,
      statements: [
        `ALTER DATABASE ${quoted(database)} OWNER TO ${quoted(user)};`,
        'ALTER SCHEMA public OWNER TO pg_database_owner;',
      ],
    },
  ];
}

function missingRoles(state: SetupState): MissingRight[] {
  const { user, version, grantsPending, inheritsByDefault } = state;
  const absent = state.mayCreateRoles ? [] : state.roles.filter((role) => !role.exists);
  const mayGrant = ({ mayBeGranted }: SetupState['roles'][number]) =>
    mayBeGranted || (version < grantsHaveOptions && state.mayCreateRoles);
  const ungranted = state.roles.filter((role) => {
    if (!role.exists) return absent.includes(role);
    if (grantsPending) return !mayGrant(role) || !(role.isInherited || inheritsByDefault);
    return !role.isInherited || !role.mayBeTaken;
  });
  const missing: MissingRight[] = [];
  if (absent.length > 0)
    missing.push({
      words: `may not create the roles that keep tenants apart (${namesOf(absent)})`,
      statements: absent.map(({ name }) => `CREATE ROLE ${name} NOLOGIN NOINHERIT;`),
    });
  const known = ungranted.filter((role) => role.exists);
  // Migrations grant the roles to the user who runs them, and so need the admin option.
  const options = [
    ...(grantsPending ? ['ADMIN OPTION'] : []),
    ...(version < grantsHaveOptions ? [] : ['INHERIT TRUE', 'SET TRUE']),
  ];
  if (ungranted.length > 0)
    missing.push({
      ...(known.length > 0
        ? { words: `was not given the roles ${namesOf(known)} as it needs them` }
        : {}),
      statements: [
        `GRANT ${namesOf(ungranted)} TO ${quoted(user)}${options.length > 0 ? ` WITH ${options.join(', ')}` : ''};`,
      ],
    });
  if (version < grantsHaveOptions && !inheritsByDefault)
    missing.push({
      words: 'does not inherit from its roles',
      statements: [`ALTER ROLE ${quoted(user)} INHERIT;`],
    });
  return missing;
}

const missingExtension = ({ extension }: SetupState): MissingRight[] =>
  extension === 'forbidden'
    ? [
        {
          words: 'may not create the extension btree_gist',
          statements: ['CREATE EXTENSION IF NOT EXISTS btree_gist;'],
        },
      ]
    : [];

const namesOf = (list: { name: string }[]): string => list.map(({ name }) => name).join(', ');
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The state of a database that cannot be asked: everything is missing. */
export const unpreparedSetup = (user: string, database: string): SetupState => ({
  version: oldest,
  user,
  database,
  isSuperuser: false,
  mayCreateRoles: false,
  inheritsByDefault: true,
  mayCreateSchemas: false,
  ownsPublicSchema: false,
  roles: roles.map((name) => ({
    name,
    exists: false,
    isInherited: false,
    mayBeTaken: false,
    mayBeGranted: false,
  })),
  extension: 'forbidden',
  grantsPending: true,
});

/** @param granting when the last migration was made that grants a role to the user who runs it; epoch ms. */
export async function readSetup(client: postgres.Sql, granting: number): Promise<SetupState> {
  const [asked] = await client<{ version: number }[]>`
    select current_setting('server_version_num')::int as version`;
  const { version } = asked!;
  const taking = version < grantsHaveOptions ? 'MEMBER' : 'SET';
  const [state] = await client<Omit<SetupState, 'version' | 'roles' | 'grantsPending'>[]>`
    select current_user as "user", current_database() as database, u.rolsuper as "isSuperuser",
      u.rolcreaterole as "mayCreateRoles", u.rolinherit as "inheritsByDefault",
      has_database_privilege(current_database(), 'CREATE') as "mayCreateSchemas",
      coalesce((select pg_has_role(nspowner, 'USAGE') from pg_namespace where nspname = 'public'), false)
        as "ownsPublicSchema",
      case when exists (select from pg_extension where extname = 'btree_gist') then 'there'
        when not exists (select from pg_available_extensions where name = 'btree_gist') then 'absent'
        when has_database_privilege(current_database(), 'CREATE') and exists (
          select from pg_available_extension_versions where name = 'btree_gist' and trusted) then 'creatable'
        else 'forbidden' end as extension
    from pg_roles u where u.rolname = current_user`;
  const found = await client<SetupState['roles']>`
    select name, r.oid is not null as exists, coalesce(pg_has_role(r.oid, 'USAGE'), false) as "isInherited",
      coalesce(pg_has_role(r.oid, ${taking}), false) as "mayBeTaken",
      coalesce(pg_has_role(r.oid, 'USAGE WITH ADMIN OPTION'), false) as "mayBeGranted"
    from unnest(${roles}::text[]) with ordinality as wanted(name, n)
      left join pg_roles r on r.rolname = name
    order by n`;
  return {
    version,
    ...state!,
    roles: [...found],
    grantsPending: (await lastMigration(client)) < granting,
  };
}

async function lastMigration(client: postgres.Sql): Promise<number> {
  const [table] =
    await client`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (!table!['exists']) return 0;
  const [last] =
    await client`select coalesce(max(created_at), 0) as at from drizzle.__drizzle_migrations`;
  return Number(last!['at']);
}
