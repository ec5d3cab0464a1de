import type { KitViews } from '../views/ui.ts';
import { detour, full } from './pages.ts';
import { refusal } from './refusal-text.ts';
import { takenNotice } from './taken.ts';

export const detourViews: Pick<KitViews, 'detour' | 'full' | 'taken' | 'refusal'> = {
  detour,
  full,
  taken: takenNotice,
  refusal,
};
