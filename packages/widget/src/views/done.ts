import { html, nothing, type TemplateResult } from 'lit';
import type { WidgetConfig } from '@luma-leasing/types/property';
import type { Booking } from '@luma-leasing/types/tour';
import { icon, type IconName } from './icon.ts';
import { configOf, type State, type Step } from '../flow/state.ts';
import { rangeLabel, zoneShort } from '../lib/format.ts';
import type { StringKey } from '../i18n/words.ts';
import { externalLink } from './links.ts';
import type { Ui } from './ui.ts';

export function doneView(
  state: State,
  { booking, movedBy }: Extract<Step, { at: 'done' }>,
  ui: Ui,
): TemplateResult {
  const { t, send } = ui;
  const config = configOf(state);
  const { firstName, email } = state.details;
  const tour = state.ownTours.find(({ remembered }) => remembered.id === booking.id);
  return html`<div class="view">
    <div class="scroll pad done">
      <div class="cheer" aria-hidden="true">
        <i></i><i></i><i></i><i></i><i></i><i></i><span>${icon('check')}</span>
      </div>
      <h3 class="big" tabindex="-1" data-start>${t(doneTitle(movedBy))}</h3>
      <p class="sr" role="status">${movedBy === 'team' ? t('movedByTeamTitle') : nothing}</p>
      <p class="lead">
        ${
          booking.test
            ? t('doneTest')
            : movedBy
              ? t('movedText')
              : t('doneText', { name: firstName.trim(), email: email.trim() })
        }
      </p>
      ${tourFacts(booking, config, ui)} ${calendarLinks(booking, ui)} ${visitHints(config, ui)}
      <div class="after">
        ${tour && ui.kit ? ui.kit.tourActions(tour, ui) : externalLink(booking.manageUrl, t('changeOrCancel'), t, 'chip')}
        <button class="chip" @click=${() => send({ type: 'start-tour' })}>${t('again')}</button>
      </div>
    </div>
  </div>`;
}

type MovedBy = Extract<Step, { at: 'done' }>['movedBy'];

export const doneTitle = (movedBy: MovedBy): StringKey =>
  movedBy ? (movedBy === 'visitor' ? 'movedTitle' : 'movedByTeamTitle') : 'doneTitle';

const fact = (picture: IconName, name: string, words: unknown): TemplateResult =>
  html`<div>
    <dt>${icon(picture)}<span class="sr">${name}</span></dt>
    <dd>${words}</dd>
  </div>`;

const addressLine = ({ property: { address } }: WidgetConfig): string =>
  [address.street, address.city, `${address.region} ${address.postalCode}`.trim()]
    .filter(Boolean)
    .join(', ');

function tourFacts(
  booking: Booking,
  config: WidgetConfig | null,
  { t, locale }: Ui,
): TemplateResult {
  const { startsAt, endsAt, timezone } = booking;
  const range = `${rangeLabel(startsAt, endsAt, timezone, locale)} ${zoneShort(timezone, startsAt, locale)}`;
  const mapUrl = (address: string) =>
    `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(address)}`;
  return html`<dl class="card facts">
    ${fact('calendar', t('when'), html`<strong>${range}</strong>`)}
    ${
      config
        ? fact(
            'pin',
            t('where'),
            html`${config.property.name}<br />
              ${externalLink(mapUrl(addressLine(config)), addressLine(config), t)}`,
          )
        : nothing
    }
    ${fact('person', t('withWhom'), `${booking.agentName} · ${t(booking.tourType)}`)}
  </dl>`;
}

/** The server writes the entry, so that it is the same in every calendar. */
function calendarLinks({ manageUrl, icsUrl }: Booking, { t }: Ui): TemplateResult {
  return html`<section>
    <h4>${t('addToCalendar')}</h4>
    <div class="third">
      ${externalLink(`${manageUrl}/google`, t('google'), t, 'chip')}
      ${externalLink(`${manageUrl}/outlook`, t('outlook'), t, 'chip')}
      <a class="chip" href=${icsUrl} download>${t('ics')}</a>
    </div>
  </section>`;
}

function visitHints(config: WidgetConfig | null, { t }: Ui): unknown {
  if (!config) return nothing;
  const { directions, whatToBring } = config.property;
  return html`
    ${
      directions
        ? html`<section>
            <h4>${t('directions')}</h4>
            <p>${directions}</p>
          </section>`
        : nothing
    }
    ${
      whatToBring.length > 0
        ? html`<section>
            <h4>${t('bring')}</h4>
            <ul>
              ${whatToBring.map((thing) => html`<li>${thing}</li>`)}
            </ul>
          </section>`
        : nothing
    }
  `;
}
