import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import { configOf, type State, type Step } from '../flow/state.ts';
import { dayLabel, timeLabel, zoneShort } from '../lib/format.ts';
import { consentBox, formField, submitFoot, type FieldOptions } from './field.ts';
import { externalLink } from './links.ts';
import { kitPlaceholder, problemNotice } from './problem.ts';
import type { Ui } from './ui.ts';

type ContactStep = Extract<Step, { at: 'contact' }>;

export function contactView(state: State, step: ContactStep, ui: Ui): TemplateResult {
  const { details } = state;
  const { taken } = step;
  const submit = (event: Event) => {
    event.preventDefault();
    ui.send({ type: 'submit-booking' });
  };
  const draw = (options: FieldOptions) => formField(options, details, step, ui);
  return html`<form class="view" novalidate @submit=${submit}>
    <div class="scroll pad">
      ${pickedTime(state, step, ui)}
      ${taken ? (ui.kit?.takenNotice(state, step, ui) ?? kitPlaceholder(state, ui)) : nothing}
      ${state.config.status === 'failed' ? problemNotice(state.config.problem, ui) : nothing}
      <div class="fields">
        <div class="pair">
          ${draw({ field: 'firstName', autocomplete: 'given-name' })}
          ${draw({ field: 'lastName', autocomplete: 'family-name', optional: true })}
        </div>
        ${draw({ field: 'email', type: 'email' })}
        ${draw({ field: 'phone', type: 'tel', optional: true })}
        ${draw({
          field: 'specialRequests',
          long: true,
          optional: true,
          hint: 'requestsHint',
        })}
        ${consents(state, step, ui)}
      </div>
    </div>
    ${submitFoot({ idle: 'confirm', busy: 'confirming' }, step, ui, taken)}
  </form>`;
}

function pickedTime(state: State, step: ContactStep, ui: Ui): TemplateResult {
  const { t, locale } = ui;
  const config = configOf(state);
  const zone = config?.property.timezone ?? 'UTC';
  const { startsAt, date } = step.slot;
  const type =
    config?.tours.types.find(({ id }) => id === state.tourType) ?? config?.tours.types[0];
  const minutes = type?.durationMinutes;
  return html`<section
    class=${step.taken ? 'card mini taken' : 'card mini'}
    aria-label=${t('yourTour')}
  >
    <span class="badge">${icon('calendar')}</span>
    <p tabindex="-1" data-start>
      <strong>${dayLabel(date, locale)}</strong><br />
      <span>${timeLabel(startsAt, zone, locale)} ${zoneShort(zone, startsAt, locale)}</span>
      ${minutes ? html`<small> · ${t('tourLength', { n: minutes })}</small>` : nothing}
      ${
        type && (config?.tours.types.length ?? 0) > 1
          ? html`<small> · ${t(type.id)}</small>`
          : nothing
      }
    </p>
    <button
      type="button"
      class="link"
      ?disabled=${step.sending.status === 'sending'}
      @click=${() => ui.send({ type: 'go-back' })}
    >
      ${t('change')}
    </button>
  </section>`;
}

function consents(state: State, step: ContactStep, ui: Ui): unknown {
  const { t } = ui;
  const consent = configOf(state)?.consent;
  if (!consent) return nothing;
  const [before, after] = t('privacy').split('{link}');
  const link = externalLink(consent.privacyUrl ?? '#', t('privacyLink'), t);
  return html`
    ${
      consent.smsOffered && state.details.phone.trim()
        ? consentBox('sms', t('sms'), state.details, step, ui)
        : nothing
    }
    ${
      consent.privacyUrl
        ? consentBox('privacy', html`${before}${link}${after}`, state.details, step, ui)
        : nothing
    }
  `;
}
