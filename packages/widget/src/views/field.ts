import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import type { Details, Field, Flaws, Sending } from '../flow/state.ts';
import type { StringKey } from '../i18n/words.ts';
import { problemText } from './problem.ts';
import type { Ui } from './ui.ts';

export interface FieldOptions {
  field: Exclude<Field, 'privacy' | 'sms'>;
  /** Absent: the field's name is also the key of its label. */
  label?: StringKey;
  /** Sets keyboard and autofill. It is not the input's type, because we validate addresses ourselves. */
  type?: 'email' | 'tel';
  /** Absent: the type. */
  autocomplete?: AutoFill;
  optional?: boolean;
  long?: boolean;
  hint?: StringKey;
}

/** The part of a step that its form needs. */
export interface FormStep {
  flaws: Flaws;
  sending: Sending<unknown>;
}

/** While a form is being sent its fields are read-only, because disabled fields would lose the focus. */
const isReadOnly = ({ sending }: FormStep): boolean => sending.status === 'sending';

/** A label, an input and a flaw. */
export function formField(
  options: FieldOptions,
  details: Details,
  form: FormStep,
  ui: Ui,
): TemplateResult {
  const { t, send } = ui;
  const { field: name, type } = options;
  const flaw = form.flaws[name];
  const value = details[name];
  const onInput = (event: InputEvent) =>
    send({ type: 'fill-form', details: { [name]: (event.target as HTMLInputElement).value } });
  const onBlur = () => send({ type: 'leave-field', field: name });
  const note = `note-${name}`;
  return html`<div class="field">
    <label for=${name}>${t(options.label ?? name)}</label>
    ${options.optional ? html`<small id=${`opt-${name}`}>${t('optional')}</small>` : nothing}
    ${
      options.long
        ? html`<textarea
            id=${name}
            name=${name}
            class="input"
            rows="2"
            ?readonly=${isReadOnly(form)}
            maxlength="2000"
            placeholder=${options.hint ? t(options.hint) : nothing}
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
            ?readonly=${isReadOnly(form)}
            maxlength="254"
            autocomplete=${type ?? options.autocomplete ?? nothing}
            autocapitalize=${type ? 'off' : 'words'}
            spellcheck="false"
            aria-required=${options.optional ? nothing : 'true'}
            aria-invalid=${flaw ? 'true' : nothing}
            aria-describedby=${options.optional ? `opt-${name} ${note}` : note}
            .value=${value}
            @input=${onInput}
            @blur=${onBlur}
          />`
    }
    <p class="flaw" id=${note}>${flaw ? html`${icon('alert')}${t(`flaw_${flaw}`)}` : nothing}</p>
  </div>`;
}

/** A consent; it is never ticked in advance. */
export function consentBox(
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
      aria-disabled=${isReadOnly(form) ? 'true' : nothing}
      @click=${(event: Event) => isReadOnly(form) && event.preventDefault()}
      @change=${(event: Event) =>
        send({
          type: 'fill-form',
          details: { [name]: (event.target as HTMLInputElement).checked },
        })}
    />
    <label for=${name}>${words}</label>
    <p class="flaw" id=${`note-${name}`}>
      ${flaw ? html`${icon('alert')}${t(`flaw_${flaw}`)}` : nothing}
    </p>
  </div>`;
}

/** The submit button of a form, with a note above it. */
export function submitFoot(
  words: { idle: StringKey; busy: StringKey },
  { flaws, sending }: FormStep,
  ui: Ui,
  blocked = false,
  /** What a failure says about the typed details; null for a form without fields. */
  keptNote: StringKey | null = 'kept',
): TemplateResult {
  const { t } = ui;
  const n = Object.keys(flaws).length;
  const failed = sending.status === 'failed';
  const busy = sending.status === 'sending';
  const note = n
    ? t('fixThese', { n })
    : failed
      ? [problemText(sending.problem, ui), keptNote && t(keptNote)].filter(Boolean).join(' ')
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
