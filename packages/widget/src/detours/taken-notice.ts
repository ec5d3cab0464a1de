import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../views/icon.ts';
import { configOf, type State } from '../flow/state.ts';
import type { StringKey } from '../i18n/words.ts';
import { shortDayLabel, timeLabel } from '../lib/format.ts';
import type { TakenSlot, Ui } from '../views/ui.ts';

export function takenNotice(
  state: State,
  step: TakenSlot,
  ui: Ui,
  words: readonly [StringKey, none: StringKey] = ['takenText', 'takenNone'],
): TemplateResult {
  const { t, locale, send } = ui;
  const zone = configOf(state)?.property.timezone ?? 'UTC';
  const { alternatives } = step;
  return html`<section class="notice calm" role="alert">
    ${icon('alert')}
    <h3 tabindex="-1" data-notice>${t('takenTitle')}</h3>
    <p>${t(words[alternatives.length > 0 ? 0 : 1])}</p>
    <div class="chips">
      ${alternatives.map(
        (slot) =>
          html`<button
            type="button"
            class="chip strong"
            @click=${() => send({ type: 'pick-time', slot })}
          >
            ${slot.date === step.slot.date ? nothing : `${shortDayLabel(slot.date, locale)}, `}${timeLabel(
              slot.startsAt,
              zone,
              locale,
            )}
          </button>`,
      )}
      <button type="button" class="chip" @click=${() => send({ type: 'go-back' })}>
        ${t('seeAllTimes')}
      </button>
    </div>
  </section>`;
}
