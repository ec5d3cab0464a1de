import { errorStatus } from '@luma-leasing/types/errors';
import type { RouteDeps } from '../../../http/deps.ts';
import { formBody } from '../../../http/form-body.ts';
import { html, type Html, htmlPage } from '../../../http/page.ts';
import { createRouter } from '../../../http/router.ts';
import { AppError } from '../../../lib/errors.ts';
import { ownerOfLink, resetPassword } from './reset-password.ts';

/** `/reset-password/:token`: the page where a person chooses a password, without scripts. Opening it uses nothing up. */
export function resetRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use('/reset-password/:token', async (c, next) => {
    await limits[c.req.method === 'POST' ? 'countForm' : 'countRead'](c.get('address'));
    c.header('Cache-Control', 'no-store');
    // The page's address has the secret token.
    c.header('Referrer-Policy', 'no-referrer');
    await next();
  });

  router.get('/reset-password/:token', async (c) =>
    c.html(form((await ownerOfLink(ctx, c.req.param('token'))).email)),
  );

  router.post('/reset-password/:token', async (c) => {
    const token = c.req.param('token');
    const { password = '', again = '' } = await formBody(c);
    try {
      if (password !== again)
        throw new AppError('INVALID_REQUEST', 'The two passwords are not the same.');
      return c.html(done(await resetPassword(ctx, token, password)));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'INVALID_REQUEST')) throw error;
      const { email } = await ownerOfLink(ctx, token);
      return c.html(form(email, error.message), errorStatus[error.code]);
    }
  });
  return router;
}

const title = 'Choose your password';

// The form has no action: it is posted to the page's own address.
const form = (email: string, problem?: string): Html =>
  htmlPage(
    title,
    html`
      <p class="eyebrow">Your account</p>
      <h1>${title}</h1>
      ${problem ? html`<p class="notice problem" role="alert">${problem}</p>` : ''}
      <p>
        This is the password of ${email}. Everybody who is signed in with an earlier one will be
        signed out.
      </p>
      <form method="post">
        <input type="hidden" name="username" value="${email}" autocomplete="username" />
        ${field('password', 'New password, at least 10 characters')}
        ${field('again', 'The same password again')}
        <div class="actions"><button class="button">Set my password</button></div>
      </form>
    `,
  );

const field = (name: string, label: string): Html => html`
  <label class="field"
    ><span>${label}</span
    ><input
      type="password"
      name="${name}"
      autocomplete="new-password"
      minlength="10"
      maxlength="128"
      required
  /></label>
`;

const done = (email: string): Html =>
  htmlPage(
    'Password set',
    html`
      <p class="eyebrow">Your account</p>
      <h1>Password set</h1>
      <p class="notice done" role="status">From now on, ${email} signs in with this password.</p>
      <p class="muted">You can close this page.</p>
    `,
  );
