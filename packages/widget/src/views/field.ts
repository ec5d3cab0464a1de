import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import type { Details, Field, Flaws, Sending } from '../flow/state.ts';
import type { StringKey } from '../i18n/words.ts';
import { problemText } from './trouble.ts';
import type { Ui } from './ui.ts';

export interface FieldLook {
  field: Exclude<Field, 'privacy' | 'sms'>;
  /** Absent: named as the field. */
  label?: StringKey;
  /** The keyboard it wants, and how browsers fill it. Not an input's type: what an address is, is ours to say. */
  type?: 'email' | 'tel';
  /** Absent: by its type. */
  autocomplete?: AutoFill;
  optional?: boolean;
  long?: boolean;
  hint?: StringKey;
}

/** A form, as far as its fields are concerned. */
export interface FormStep {
  flaws: Flaws;
  sending: Sending<unknown>;
}

/** On its way a form keeps its focus: it can be read, and not changed. */
const isSent = ({ sending }: FormStep): boolean => sending.status === 'sending';

/** A label, its input and what is wrong with it. */
export function field(look: FieldLook, details: Details, form: FormStep, ui: Ui): TemplateResult {
  const { t, send } = ui;
  const { field: name, type } = look;
  const flaw = form.flaws[name];
  const value = details[name];
  const onInput = (event: InputEvent) =>
    send({ type: 'fill', details: { [name]: (event.target as HTMLInputElement).value } });
  const onBlur = () => send({ type: 'leave-field', field: name });
  const note = `note-${name}`;
  return html`<div class="field">
    <label for=${name}>${t(look.label ?? name)}</label>
    ${look.optional ? html`<small id=${`opt-${name}`}>${t('optional')}</small>` : nothing}
    ${
      look.long
        ? html`<textarea
            id=${name}
            name=${name}
            class="input"
            rows="2"
            ?readonly=${isSent(form)}
            maxlength="2000"
            placeholder=${look.hint ? t(look.hint) : nothing}
            aria-invalid=${flaw ? 'true' : nothing}
            aria-describedby=${`opt-${name} ${note}`}
            .value=${value}
            @input=${onInput}
            @blur=${onBlur}
          ></textarea>`
        : html`<input
            id=${name}
            name=${name}
            class="input"
            inputmode=${type ?? 'text'}
            ?readonly=${isSent(form)}
            maxlength="254"
            autocomplete=${type ?? look.autocomplete ?? nothing}
            autocapitalize=${type ? 'off' : 'words'}
            spellcheck="false"
            aria-required=${look.optional ? nothing : 'true'}
            aria-invalid=${flaw ? 'true' : nothing}
            aria-describedby=${look.optional ? `opt-${name} ${note}` : note}
            .value=${value}
            @input=${onInput}
            @blur=${onBlur}
          />`
    }
    <p class="flaw" id=${note}>${flaw ? html`${icon('alert')}${t(`flaw_${flaw}`)}` : nothing}</p>
  </div>`;
}

/** A box to tick, never ticked for anyone. */
export function tick(
  name: 'privacy' | 'sms',
  words: unknown,
  details: Details,
  form: FormStep,
  { t, send }: Ui,
): TemplateResult {
  const flaw = form.flaws[name];
  return html`<div class="tick">
    <input
      type="checkbox"
      id=${name}
      .checked=${details[name]}
      aria-required=${name === 'privacy' ? 'true' : nothing}
      aria-invalid=${flaw ? 'true' : nothing}
      aria-describedby=${`note-${name}`}
      aria-disabled=${isSent(form) ? 'true' : nothing}
      @click=${(event: Event) => isSent(form) && event.preventDefault()}
      @change=${(event: Event) =>
        send({ type: 'fill', details: { [name]: (event.target as HTMLInputElement).checked } })}
    />
    <label for=${name}>${words}</label>
    <p class="flaw" id=${`note-${name}`}>
      ${flaw ? html`${icon('alert')}${t(`flaw_${flaw}`)}` : nothing}
    </p>
  </div>`;
}

/** The button everything leads to, and what is to be said above it. */
export function submitFoot(
  words: { idle: StringKey; busy: StringKey },
  { flaws, sending }: FormStep,
  ui: Ui,
  blocked = false,
  /** What is said after a failure of what was typed; null where nothing was. */
  kept: StringKey | null = 'kept',
): TemplateResult {
  const { t } = ui;
  const n = Object.keys(flaws).length;
  const failed = sending.status === 'failed';
  const busy = sending.status === 'sending';
  const note = n
    ? t('fixThese', { n })
    : failed
      ? [problemText(sending.problem, ui), kept && t(kept)].filter(Boolean).join(' ')
      : busy && sending.slow
        ? t('slow')
        : nothing;
  return html`<div class="foot">
    <div class=${n || failed ? 'note wrong' : 'note'} role="alert">${note}</div>
    <button class="primary" aria-busy=${busy} aria-disabled=${busy || blocked ? 'true' : nothing}>
      ${busy ? html`<i class="spin"></i>` : nothing}${t(busy ? words.busy : failed ? 'tryAgain' : words.idle)}
    </button>
  </div>`;
}
