import type { Context } from '../../../context.ts';

/** How a property's website uses a key, by the address at which this server is reached. */
export const embedding = ({ config: { APP_URL } }: Context, property: string, key: string) => ({
  tag: `<script async src="${APP_URL}/lumaleasing.js" data-key="${key}"></script>`,
  page: `${APP_URL}/book/${property}`,
});
