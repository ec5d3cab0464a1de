import { and, eq, isNotNull } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/client.ts';
import { asSystemWithin, takeLocks } from '../../../db/scope.ts';
import { oauthStates } from '../../../db/tables/calendars.ts';
import { unseal } from '../../../lib/crypto.ts';
import { AppError } from '../../../lib/errors.ts';
import { type OpenUnit, transact } from '../../../unit-of-work.ts';
import { type ConsentState, unitOfConsent } from '../../accounts/unit-of-consent.ts';
import { grantLock, mayGrantHaveEnded, type ProviderAccount } from '../grants/grant-use.ts';
import { CalendarError } from '../provider.ts';
import { providerOf } from '../providers.ts';
import { callbackUrl, linkUsed, verifierPlace } from './start-connect.ts';
import { type GrantedAccess, storeConnection } from './store-connection.ts';

export interface ConnectCallback {
  state: string;
  code: string | undefined;
  error: string | undefined;
  /** The browser's secrets: that in its cookie, and that of its session. */
  browsers: string[];
}

export interface ConnectedCalendar {
  accountEmail: string;
  calendar: string;
  /** Whether new tours go to this calendar, or to another one of the agent's. */
  isDefault: boolean;
}

/**
 * Finishes a consent: exchanges the code, and stores the encrypted grant with the account's primary calendar.
 * Nothing is stored unless all scopes were granted.
 * @throws AppError OAUTH_STATE_INVALID, LINK_USED, OAUTH_DENIED, OAUTH_SCOPES_MISSING, OAUTH_EXCHANGE_FAILED
 */
export async function finishConnect(
  ctx: Context,
  callback: ConnectCallback,
): Promise<ConnectedCalendar> {
  const { unit, state } = await unitOfConsent(ctx, callback);
  if (callback.error || !callback.code)
    throw new AppError(
      'OAUTH_DENIED',
      'Access to the calendar was not given, so nothing was connected. You can try again any time.',
    );
  const began = ctx.clock.now();
  const { token, accountEmail, calendar } = await exchangeCode(ctx, state, callback.code);
  const granted = { token, accountEmail, calendar };
  const { isDefault } = await transact(unit, async (unit) => {
    const stored = await storeConnection(unit, state, granted);
    await asSystemWithin(unit.tx, unit.scope, async () => {
      await spendLink(unit, state);
      await requireGrantLasts(unit.tx, { provider: state.provider, accountEmail }, began);
    });
    return stored;
  });
  return { accountEmail, calendar: calendar.summary, isDefault };
}

// A link may be open in several browsers, but connects only one calendar. It is marked as used in the transaction that
// stores the connection.
async function spendLink({ ctx, tx }: OpenUnit, { id, linkId }: ConsentState): Promise<void> {
  await takeLocks(tx, [linkId]);
  const spent = await tx
    .select({ id: oauthStates.id })
    .from(oauthStates)
    .where(and(eq(oauthStates.linkId, linkId), isNotNull(oauthStates.connectedAt)))
    .limit(1);
  if (spent.length > 0) throw linkUsed();
  await tx.update(oauthStates).set({ connectedAt: ctx.clock.now() }).where(eq(oauthStates.id, id));
}

// Refuses the new grant if somebody has just disconnected the same account: ending the old grant may end the new one.
async function requireGrantLasts(tx: Tx, account: ProviderAccount, since: number): Promise<void> {
  await takeLocks(tx, [grantLock(account)]);
  if (await mayGrantHaveEnded(tx, account, since)) throw notJustNow();
}

async function exchangeCode(
  ctx: Context,
  state: ConsentState,
  code: string,
): Promise<GrantedAccess> {
  try {
    const provider = providerOf(ctx, state.provider);
    const token = await provider.exchangeCode({
      code,
      codeVerifier: unseal(ctx.config.ENCRYPTION_KEYS, verifierPlace(state.id), state.verifier),
      redirectUri: callbackUrl(ctx.config),
    });
    const missing = provider.missingScopes(token.scopes ?? []);
    if (missing.length > 0)
      throw new AppError(
        'OAUTH_SCOPES_MISSING',
        `Some permissions were not ticked, so nothing was connected. Please try again and allow: ${missing.join(', ')}.`,
      );
    const session = provider.session(token.accessToken);
    const [accountEmail, calendars] = await Promise.all([
      session.accountEmail(),
      session.calendars(),
    ]);
    const calendar = calendars.find((one) => one.primary) ?? calendars.find((one) => one.writable);
    if (!calendar) throw new CalendarError('rejected', 'The account has no calendar to write to');
    return { token, accountEmail, calendar };
  } catch (err) {
    if (!(err instanceof CalendarError)) throw err;
    ctx.log.warn({ err }, 'a calendar could not be connected');
    throw notJustNow();
  }
}

const notJustNow = () =>
  new AppError(
    'OAUTH_EXCHANGE_FAILED',
    'The calendar could not be connected just now. Please open the link again in a moment.',
  );
