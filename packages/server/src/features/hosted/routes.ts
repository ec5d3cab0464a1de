import { type Booked, type Booking, type BookTour, bookTourSchema } from '@luma-leasing/types/tour';
import type { RouteDeps } from '../../http/deps.ts';
import { formBody } from '../../http/form-body.ts';
import { answerOnce, askedWithKey, isKeptRefusal } from '../../http/idempotency.ts';
import { createRouter } from '../../http/router.ts';
import { type ErrorCode, errorStatus } from '@luma-leasing/types/errors';
import { AppError } from '../../lib/errors.ts';
import { newSecret } from '../../lib/ids.ts';
import { findOpenings } from '../availability/openings.ts';
import { writerOf } from '../leads/identity.ts';
import { bookTour } from '../tours/booking/book-tour.ts';
import { findHostedProperty, slugOfKey, type HostedProperty } from './find-hosted-property.ts';
import { hostedPage } from './page.ts';

/** `/book/:slug`: booking without scripts, with the same rules [W17]. */
export function hostedRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();

  router.get('/book/:slug', async (c) => {
    await limits.countRead(c.get('address'));
    c.header('Cache-Control', 'no-store');
    const hosted = await findHostedProperty(ctx, c.req.param('slug'));
    return c.html(await render(hosted, {}));
  });

  // The launcher knows only its key. It links here where the widget cannot be loaded.
  router.get('/book/by-key/:key', async (c) => {
    await limits.countRead(c.get('address'));
    c.header('Cache-Control', 'no-store');
    return c.redirect(`/book/${await slugOfKey(ctx, c.req.param('key'))}`);
  });

  router.post('/book/:slug', async (c) => {
    await limits.countForm(c.get('address'));
    const hosted = await findHostedProperty(ctx, c.req.param('slug'));
    const typed = await formBody(c);
    try {
      const booking = await book(hosted, typed, c.get('address'));
      // A redirect, so that reloading the next page does not send the form again.
      return c.redirect(booking.manageUrl, 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = ofRepeats[error.code] ?? error.message;
      return c.html(
        await render(hosted, valuesToRetry(typed, error.code), problem),
        errorStatus[error.code],
      );
    }
  });

  async function book(
    { caller }: HostedProperty,
    { idempotencyKey: key, ...typed }: Record<string, string>,
    address: string,
  ): Promise<Booking> {
    const body = readForm(typed);
    const { booking } = await answerOnce<Pick<Booked, 'booking'>>(
      { ...askedWithKey(caller, 'hosted'), key, body },
      (unit) =>
        limits.limitBooking(writerOf(caller, address, body), (mayInvite) =>
          bookTour(unit, body, mayInvite),
        ),
    );
    return booking;
  }

  async function render(hosted: HostedProperty, typed: Record<string, string>, problem?: string) {
    const days = await findOpenings(hosted.caller.unit, {}).then(
      (openings) => openings.days,
      (error: unknown) => {
        // Without times the page shows whom to call.
        if (error instanceof AppError) return [];
        throw error;
      },
    );
    return hostedPage({
      hosted,
      address: `/book/${hosted.property.slug}`,
      days,
      idempotencyKey: typed['idempotencyKey'] ?? newSecret(),
      typed,
      ...(problem ? { problem } : {}),
    });
  }

  return router;
}

/** @throws AppError INVALID_REQUEST, in words for whoever filled the form. */
function readForm({ privacyConsent, ...typed }: Record<string, string>): BookTour {
  const filled = Object.entries(typed).filter(([, value]) => value.trim() !== '');
  const parsed = bookTourSchema.safeParse({
    ...Object.fromEntries(filled),
    ...(privacyConsent === undefined ? {} : { privacyConsent: true }),
  });
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  const problem = typed[field]?.trim() ? ofWhatIsThere[field] : undefined;
  throw new AppError(
    'INVALID_REQUEST',
    problem ?? problems[field] ?? 'Please check what you entered.',
  );
}

// The values of the next form. It keeps its key if the answer is not kept: this may be a second click while the
// first one is still booking.
function valuesToRetry(typed: Record<string, string>, code: ErrorCode): Record<string, string> {
  if (!isKeptRefusal(code) && code !== 'IDEMPOTENCY_KEY_REUSED') return typed;
  const { idempotencyKey: _used, ...rest } = typed;
  return rest;
}

/** The sender does not know of the form's key, so these refusals need other words. */
const ofRepeats: Partial<Record<ErrorCode, string>> = {
  IDEMPOTENCY_IN_PROGRESS: 'Your tour is still being booked. Please press the button once more.',
  IDEMPOTENCY_KEY_REUSED:
    'You changed something after sending this form. Please look through it and send it again.',
};

const problems: Record<string, string> = {
  startsAt: 'Please choose a time.',
  firstName: 'Please enter your first name.',
  email: 'Please check your email address.',
  phone: 'Please check the phone number.',
};

const nameAlone =
  'Please enter your name alone, in at most 80 letters: no web or email address, no phone number.';
const ofWhatIsThere: Record<string, string> = { firstName: nameAlone, lastName: nameAlone };
