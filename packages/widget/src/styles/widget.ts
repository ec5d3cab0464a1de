import { launcherCss } from '../launcher/look.ts';
import { chatStyles } from './chat.ts';
import { doneStyles } from './done.ts';
import { formStyles } from './form.ts';
import { frameStyles } from './frame.ts';
import { monthStyles } from './month.ts';
import { partStyles } from './parts.ts';
import { resets } from './resets.ts';
import { timesStyles } from './times.ts';

/** All that a booking looks like: what is common, then page by page. The kit brings its own. */
export const widgetStyles = [
  launcherCss,
  resets,
  frameStyles,
  partStyles,
  chatStyles,
  monthStyles,
  timesStyles,
  formStyles,
  doneStyles,
];
