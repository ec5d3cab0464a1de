import type { Context } from '../../../context.ts';

/** The script tag for a property's website and the address of its hosted page, with this server's address. */
export const embedCode = ({ config: { APP_URL } }: Context, property: string, key: string) => ({
  tag: `<script async src="${APP_URL}/lumaleasing.js" data-key="${key}"></script>`,
  page: `${APP_URL}/book/${property}`,
});
