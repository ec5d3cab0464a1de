import type { Contact } from '@luma-leasing/types/errors';
import { html, type Html, htmlPage } from '../../http/page.ts';
import type { SlotDay } from '../availability/slots.ts';
import { timeFields } from '../tours/time-fields.ts';
import { postalAddress } from '../tours/tour-text.ts';
import type { HostedProperty } from './find-hosted-property.ts';

export interface HostedModel {
  hosted: HostedProperty;
  /** The address of this page. */
  address: string;
  days: SlotDay[];
  /** New for each form, so that a form that is sent twice books once. */
  idempotencyKey: string;
  /** The values that were typed before a refusal. */
  typed: Record<string, string>;
  problem?: string;
}

/**
 * A page that books a tour with plain forms. With scripts, the widget replaces the forms when it has loaded
 * (pages.css), but not while somebody is filling them in.
 */
export function hostedPage(model: HostedModel): Html {
  const { hosted, days, typed, problem } = model;
  const { property } = hosted;
  const times = timeFields(days, property.timezone, typed['startsAt']);
  return htmlPage(
    `Schedule a tour of ${property.name}`,
    html`
      <p class="eyebrow">${postalAddress(property.address)}</p>
      <h1>Schedule a tour of ${property.name}</h1>
      ${problem ? html`<p class="notice problem" role="alert">${problem}</p>` : ''}
      ${
        problem
          ? ''
          : html`<script
              async
              src="/lumaleasing.js"
              data-key="${hosted.key}"
              data-mode="inline"
            ></script>`
      }
      <div class="plain">
        ${
          times
            ? form(model, times)
            : nothingFree({
                name: property.contactName,
                phone: property.contactPhone,
                email: property.contactEmail,
              })
        }
      </div>
    `,
  );
}

const form = ({ hosted, address, idempotencyKey, typed }: HostedModel, times: Html): Html => html`
  <form method="post" action="${address}">
    <input type="hidden" name="idempotencyKey" value="${idempotencyKey}" />
    <h2>Pick a time</h2>
    <p class="muted">Times in ${hosted.property.timezone.replaceAll('_', ' ')}.</p>
    ${times}
    <h2>Your details</h2>
    ${field('firstName', 'First name', typed, 'given-name', true)}
    ${field('lastName', 'Last name (optional)', typed, 'family-name', false)}
    ${field('email', 'Email', typed, 'email', true, 'email')}
    ${field('phone', 'Phone (optional)', typed, 'tel', false, 'tel')}
    <label class="field"
      ><span>Special requests (optional)</span
      ><textarea name="specialRequests" rows="3" maxlength="2000">
${typed['specialRequests'] ?? ''}</textarea>
    </label>
    ${
      hosted.config.privacyUrl
        ? html`<label class="check"
            ><input type="checkbox" name="privacyConsent" value="yes" required /><span
              >I agree to the <a href="${hosted.config.privacyUrl}">privacy policy</a>.</span
            ></label
          >`
        : ''
    }
    <div class="actions"><button class="button">Book my tour</button></div>
  </form>
`;

// `inputmode` chooses the keyboard. An input's `type` would make each browser check addresses by its own rule.
const field = (
  name: string,
  label: string,
  typed: Record<string, string>,
  autocomplete: string,
  required: boolean,
  keys: 'text' | 'email' | 'tel' = 'text',
): Html => html`
  <label class="field"
    ><span>${label}</span
    ><input
      inputmode="${keys}"
      autocapitalize="${keys === 'text' ? 'words' : 'off'}"
      name="${name}"
      value="${typed[name] ?? ''}"
      autocomplete="${autocomplete}"
      ${required ? 'required' : ''}
  /></label>
`;

const nothingFree = (contact: Contact): Html => html`
  <p>There is no free time to book online just now. Please contact ${contact.name}:</p>
  <div class="actions">
    ${contact.phone ? html`<a class="button" href="tel:${contact.phone}">${contact.phone}</a>` : ''}
    ${
      contact.email
        ? html`<a class="button quiet" href="mailto:${contact.email}">${contact.email}</a>`
        : ''
    }
  </div>
`;
