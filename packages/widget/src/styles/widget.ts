import { launcherCss } from '../launcher/launcher-look.ts';
import { chatStyles } from './chat.ts';
import { doneStyles } from './done.ts';
import { formStyles } from './form.ts';
import { frameStyles } from './frame.ts';
import { monthStyles } from './month.ts';
import { partStyles } from './parts.ts';
import { resets } from './resets.ts';
import { timesStyles } from './times.ts';

/** The common styles, then those of each page. The kit has its own. */
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
