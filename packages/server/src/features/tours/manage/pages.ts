import { html, page, type Html } from '../../../http/page.ts';
import type { SlotDay } from '../../availability/slots.ts';
import type { LoadedTour } from '../load-tour.ts';
import { postalAddress, spokenTime } from '../wording.ts';

export interface ManagePageModel {
  loaded: LoadedTour;
  /** Address of this page. */
  link: string;
  changeable: boolean;
  /** What has just happened, or went wrong. */
  notice?: { kind: 'done' | 'problem'; text: string };
}

/** The tour, with what can be done about it. */
export function managePage({ loaded, link, changeable, notice }: ManagePageModel): Html {
  const { tour, property, agent } = loaded;
  return page(
    `Your tour of ${property.name}`,
    html`
      <p class="eyebrow">${property.name}</p>
      <h1>${headline(tour.status)}</h1>
      ${notice ? html`<p class="notice ${notice.kind}" role="status">${notice.text}</p>` : ''}
      <dl>
        <dt>When</dt>
        <dd>
          <time datetime="${new Date(tour.startsAt).toISOString()}"
            >${spokenTime(property.timezone, tour.startsAt)}</time
          >
        </dd>
        <dt>Where</dt>
        <dd>${postalAddress(property.address)}</dd>
        <dt>With</dt>
        <dd>${agent.name}</dd>
        ${
          property.directions
            ? html`<dt>Finding us</dt>
                <dd>${property.directions}</dd>`
            : ''
        }
      </dl>
      ${changeable ? actions(link) : contactLine(loaded)}
    `,
  );
}

const headline = (status: LoadedTour['tour']['status']): string =>
  ({
    confirmed: 'Your tour is booked',
    cancelled: 'This tour is cancelled',
    completed: 'Thank you for visiting',
    no_show: 'We missed you',
  })[status];

const actions = (link: string): Html => html`
  <div class="actions">
    <a class="button" href="${link}?change=1">Choose another time</a>
    <a class="button quiet" href="${link}/tour.ics">Add to calendar</a>
  </div>
  <form method="post" action="${link}/cancel">
    <button class="link danger">Cancel this tour</button>
  </form>
`;

const contactLine = ({ property }: LoadedTour): Html => html`
  <p class="muted">
    Questions? Contact
    ${property.contactName}${
      property.contactPhone
        ? html` at <a href="tel:${property.contactPhone}">${property.contactPhone}</a>`
        : ''
    }${
      property.contactEmail
        ? html` or <a href="mailto:${property.contactEmail}">${property.contactEmail}</a>`
        : ''
    }.
  </p>
`;

/** Free times to move the tour to. */
export function changePage(loaded: LoadedTour, link: string, days: SlotDay[]): Html {
  const { tour, property } = loaded;
  const open = days
    .map((day) => ({ ...day, slots: day.slots.filter((slot) => slot.available) }))
    .filter((day) => day.slots.length > 0);
  return page(
    `Choose another time at ${property.name}`,
    html`
      <p class="eyebrow">${property.name}</p>
      <h1>Choose another time</h1>
      <p class="muted">
        Now: ${spokenTime(property.timezone, tour.startsAt)}. Times in ${property.timezone}.
      </p>
      ${
        open.length === 0
          ? html`<p class="notice problem">There is no free time just now.</p>`
          : html`<form method="post" action="${link}/reschedule">
              ${open.map((day) => dayField(day, property.timezone))}
              <div class="actions"><button class="button">Move my tour</button></div>
            </form>`
      }
      <p><a href="${link}">Keep it as it is</a></p>
    `,
  );
}

const dayField = (day: SlotDay, timezone: string): Html => html`
  <fieldset>
    <legend>${dayName(day.slots[0]!.startsAt, timezone)}</legend>
    <div class="times">
      ${day.slots.map(
        (slot) =>
          html`<label class="time"
            ><input type="radio" name="startsAt" value="${slot.startsAt}" required /><span
              >${timeName(slot.startsAt, timezone)}</span
            ></label
          >`,
      )}
    </div>
  </fieldset>
`;

const dayName = (startsAt: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(new Date(startsAt));

const timeName = (startsAt: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(
    new Date(startsAt),
  );
