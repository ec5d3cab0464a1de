import { html, type Html, htmlPage } from '../../../http/page.ts';
import type { SlotDay } from '../../availability/slots.ts';
import type { LoadedTour } from '../load-tour.ts';
import { timeFields } from '../time-fields.ts';
import { postalAddress, spokenTime } from '../tour-text.ts';
import { instantText } from '../../../lib/iso.ts';

export interface ManagePageModel {
  loaded: LoadedTour;
  /** Address of this page. */
  link: string;
  changeable: boolean;
  /** What has just been done, or what went wrong. */
  notice?: { kind: 'done' | 'problem'; text: string };
}

/** The page of a tour, with the ways to change it. */
export function managePage({ loaded, link, changeable, notice }: ManagePageModel): Html {
  const { tour, property, agent } = loaded;
  return htmlPage(
    `Your tour of ${property.name}`,
    html`
      <p class="eyebrow">${property.name}</p>
      <h1>${headline(tour.status)}</h1>
      ${notice ? html`<p class="notice ${notice.kind}" role="status">${notice.text}</p>` : ''}
      <dl>
        <dt>When</dt>
        <dd>
          <time datetime="${instantText(tour.startsAt)}"
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

export interface ChangePageModel {
  loaded: LoadedTour;
  /** Address of the tour's page. */
  link: string;
  days: SlotDay[];
  /** Why the last choice was refused. */
  problem?: string | undefined;
}

/** The page with the free times that the tour can be moved to. */
export function changePage({ loaded, link, days, problem }: ChangePageModel): Html {
  const { tour, property } = loaded;
  const fields = timeFields(days, property.timezone);
  return htmlPage(
    `Choose another time at ${property.name}`,
    html`
      <p class="eyebrow">${property.name}</p>
      <h1>Choose another time</h1>
      ${problem ? html`<p class="notice problem" role="alert">${problem}</p>` : ''}
      <p class="muted">
        Now: ${spokenTime(property.timezone, tour.startsAt)}. Times in ${property.timezone}.
      </p>
      ${
        fields === null
          ? html`<p class="notice problem">There is no free time just now.</p>`
          : html`<form method="post" action="${link}/reschedule">
              ${fields}
              <div class="actions"><button class="button">Move my tour</button></div>
            </form>`
      }
      <p><a href="${link}">Keep it as it is</a></p>
    `,
  );
}
