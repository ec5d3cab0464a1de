import type { Context } from '../../../context.ts';
import { pinnedScript, pinnedTag } from '../../releases/pinned-tag.ts';

/** The script tags for a property's website and the address of its hosted page, with this server's address. */
export function embedCode({ config: { APP_URL } }: Context, property: string, key: string) {
  const script = pinnedScript(APP_URL);
  return {
    tag: `<script async src="${APP_URL}/lumaleasing.js" data-key="${key}"></script>`,
    pinnedTag: script && pinnedTag(script, key),
    page: `${APP_URL}/book/${property}`,
  };
}
