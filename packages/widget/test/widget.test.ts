import { expect, oneEvent } from '@open-wc/testing';
import { accessible } from './accessible.ts';
import { setClock } from './clock.ts';
import { Harness } from './harness.ts';
import { until } from './until.ts';
import { availability } from './fake-data.ts';

const refusal = (code: string, rest = {}) => ({
  success: false,
  error: { code, message: code, ...rest },
});
const contact = { name: 'Maple Court', phone: '+1 847 555 0142', email: 'hello@maple.example' };

/** The accent that is drawn. */
function accentOf(widget: Harness): string {
  const probe = document.createElement('i');
  probe.style.color = 'var(--accent)';
  widget.root.querySelector('.root')?.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

// Each test begins with an empty browser.
afterEach(() => localStorage.clear());

for (const theme of ['light', 'dark']) {
  describe(`every state, ${theme}`, () => {
    it('is accessible from the launcher to the booked tour', async () => {
      const widget = await Harness.make({}, { theme });
      await accessible(widget, 'launcher');
      await widget.press('Book a tour');
      await widget.see('Schedule a tour');
      await accessible(widget, 'chat');
      await widget.say('Do you allow dogs?');
      await widget.see('Send to the team');
      await widget.press('Send to the team');
      await accessible(widget, 'question');
      await widget.say("I'd like to schedule a tour");
      await widget.month();
      await accessible(widget, 'month');
      await widget.press(/\d+ times? free$/);
      await widget.heading(/\w+day, /);
      await accessible(widget, 'times');
      await widget.press(/^\d+:\d\d [AP]M/);
      await widget.see('Confirm tour');
      await accessible(widget, 'form');
      await widget.press('Confirm tour');
      await widget.says('Please check 3 fields.');
      await accessible(widget, 'form with flaws');
      widget.fillIn();
      widget.type('phone', '847 555 0100');
      await widget.press('Confirm tour');
      await widget.heading('Your tour is booked');
      await accessible(widget, 'done');
    });

    it('is accessible where something failed', async () => {
      setClock('2026-11-20T18:00:00Z');
      const taken = await Harness.make(
        {
          answers: {
            tours: [
              {
                status: 409,
                body: refusal('SLOT_TAKEN', {
                  alternatives: [
                    { startsAt: '2026-12-01T15:00:00Z', date: '2026-12-01', time: '09:00' },
                  ],
                }),
              },
            ],
          },
        },
        { theme },
      );
      await taken.toForm();
      taken.fillIn();
      await taken.press('Confirm tour');
      await taken.heading('That time was just taken');
      await accessible(taken, 'taken');
      const failing = await Harness.make(
        {
          answers: {
            availability: [{ status: 503, body: refusal('CALENDAR_UNREACHABLE', { contact }) }],
          },
        },
        { theme },
      );
      failing.element.startTour();
      await failing.heading('Let us call you back');
      await accessible(failing, 'callback');
      const closed = await Harness.make({ config: { tours: { enabled: false } } }, { theme });
      closed.element.startTour();
      await closed.heading('Tours are paused right now');
      await accessible(closed, 'closed');
      const barred = await Harness.make(
        { answers: { config: [{ status: 401, body: refusal('INVALID_API_KEY') }] } },
        { theme },
      );
      barred.element.show();
      await barred.heading('This chat isn’t available here');
      await accessible(barred, 'barred');
      const full = await Harness.make(
        {
          answers: {
            availability: [
              {
                body: {
                  ...availability(Date.now(), new Set()),
                  availableDates: [],
                  slotsByDate: {},
                },
              },
            ],
          },
        },
        { theme },
      );
      full.element.startTour();
      await full.heading('No free times right now');
      await accessible(full, 'no free time');
    });
  });
}

describe('a booking', () => {
  it('goes from the chat to the booked tour, and tells the page', async () => {
    const widget = await Harness.make();
    await widget.press('Book a tour');
    await widget.say('Could I see the place next week?');
    await widget.month();
    await widget.press(/\d+ times? free$/);
    await widget.press(/^\d+:\d\d [AP]M/);
    widget.fillIn();
    widget.type('specialRequests', 'A ground-floor home, please');
    const told = oneEvent(document, 'luma-tour-booked') as Promise<CustomEvent<object>>;
    await widget.press('Confirm tour');
    const { detail } = await told;
    expect(detail).to.have.keys('id', 'startsAt', 'endsAt', 'timezone', 'tourType', 'test');
    await widget.heading('Your tour is booked');
    const [sent] = await widget.asked('tours');
    expect(sent?.key).to.match(/^[a-z\d]{15,28}$/);
    expect(sent?.body).to.deep.include({
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      specialRequests: 'A ground-floor home, please',
      privacyConsent: true,
      consentVersion: '1',
      locale: 'en-US',
    });
    const ics = await widget.see('Apple (.ics)');
    expect(ics.getAttribute('href')).to.equal('https://book.example/t/secret.ics');
    expect((await widget.see(/^Google/)).getAttribute('href')).to.match(
      /^https:\/\/book\.example\/t\/secret\/google$/,
    );
    await widget.see('Change');
    await widget.see('Cancel');
  });

  it('is made once when the answer is lost, with one key', async () => {
    const widget = await Harness.make({ answers: { tours: [{ lose: 'after' }] } });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    const sent = await widget.asked('tours');
    expect(sent.length).to.be.greaterThan(1);
    expect(new Set(sent.map((one) => one.key)).size).to.equal(1);
  });

  it('waits for a twin that is still running', async () => {
    const running = refusal('IDEMPOTENCY_IN_PROGRESS', { retryAfter: 0.05 });
    const widget = await Harness.make({ answers: { tours: [{ status: 409, body: running }] } });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    expect(await widget.asked('tours')).to.have.length(2);
  });

  it('is resumed by another page with the same key', async () => {
    const first = await Harness.make({ answers: { tours: [{ held: true }] } });
    await first.toForm();
    first.fillIn();
    await first.press('Confirm tour');
    await until(async () => (await first.asked('tours')).length === 1);
    first.element.remove();
    const second = document.createElement('luma-leasing');
    second.apiKey = first.element.apiKey;
    second.apiBase = first.element.apiBase;
    second.locale = 'en-US';
    document.body.append(second);
    const resumed = new Harness(second, first.base);
    await resumed.heading('Your tour is booked');
    const sent = await resumed.asked('tours');
    expect(sent).to.have.length(2);
    expect(sent[0]?.key).to.equal(sent[1]?.key);
    expect(sent[0]?.body).to.deep.equal(sent[1]?.body);
  });

  it('keeps what was typed when the time was taken, and books another', async () => {
    setClock('2026-11-20T18:00:00Z');
    const alternatives = [{ startsAt: '2026-12-01T16:30:00Z', date: '2026-12-01', time: '10:30' }];
    const widget = await Harness.make({
      answers: { tours: [{ status: 409, body: refusal('SLOT_TAKEN', { alternatives }) }] },
    });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    const heading = await widget.heading('That time was just taken');
    await until(() => widget.root.activeElement === heading, 'focus is not on the news');
    expect(widget.input('firstName').value).to.equal('Ada');
    await widget.press('Tue, Dec 1, 10:30 AM');
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    const keys = (await widget.asked('tours')).map((one) => one.key);
    expect(new Set(keys).size).to.equal(2);
  });

  it('goes back to the times when that one is not offered, with the form kept', async () => {
    const widget = await Harness.make({
      answers: { tours: [{ status: 422, body: refusal('SLOT_NOT_OFFERED') }] },
    });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.says('That time is no longer offered');
    await widget.press(/^\d+:\d\d [AP]M/);
    expect(widget.input('lastName').value).to.equal('Lovelace');
  });

  it('says that there is a tour already without showing it', async () => {
    const widget = await Harness.make({
      answers: { tours: [{ status: 409, body: refusal('TOUR_EXISTS') }] },
    });
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('You already have a tour with us');
    // Somebody who typed another address must not learn the address of the booking.
    await widget.says('to the email address that tour was booked with');
    expect(widget.text).to.not.include('ada@example.com');
  });

  it('focuses the first flaw and says how many there are', async () => {
    const widget = await Harness.make();
    await widget.toForm();
    widget.type('firstName', 'Ada');
    await widget.press('Confirm tour');
    await widget.says('Please check 2 fields.');
    await until(
      () => widget.root.activeElement === widget.input('email'),
      'focus is not on the first flaw',
    );
    expect(await widget.asked('tours')).to.have.length(0);
  });

  it('is made for a person with one name, at an address in any script', async () => {
    const widget = await Harness.make();
    await widget.toForm();
    widget.fillIn('jo@bücher.example');
    widget.type('lastName', ' ');
    widget.type('phone', '+1 312 555 0180 ext. 42');
    await widget.press('Confirm tour');
    await widget.says('The team can reach you at jo@bücher.example.');
    const [sent] = await widget.asked('tours');
    expect(sent?.body).to.include({ firstName: 'Ada', email: 'jo@bücher.example' });
    expect(sent?.body).not.to.have.property('lastName');
  });

  it('says in words what is wrong with a name', async () => {
    const issues = [{ path: 'firstName', message: 'Only a name' }];
    const answer = { status: 422, body: refusal('INVALID_REQUEST', { issues }) };
    const widget = await Harness.make({ answers: { tours: [answer] } });
    await widget.toForm();
    widget.fillIn();
    widget.type('firstName', 'visit evil.example');
    await widget.press('Confirm tour');
    await widget.says('Just your name, please: no links or phone numbers.');
    await until(
      () => widget.root.activeElement === widget.input('firstName'),
      'focus is not on the flaw',
    );
  });

  it('offers SMS only with a phone number, and never ticked', async () => {
    const widget = await Harness.make();
    await widget.toForm();
    expect(widget.root.querySelector('#sms')).to.equal(null);
    widget.type('phone', '847 555 0100');
    await widget.element.updateComplete;
    expect(widget.input('sms').checked).to.equal(false);
    expect(widget.input('privacy').checked).to.equal(false);
  });

  it('is marked as practice with a test key', async () => {
    const widget = await Harness.make({ config: { testMode: true } });
    await widget.toForm();
    await widget.says('Practice mode');
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.says('This was practice');
  });

  it('reaches dataLayer with the campaign and nothing about the person', async () => {
    sessionStorage.setItem('luma:landing', JSON.stringify('?utm_source=ads&gclid=g1&x=2'));
    window.dataLayer = [];
    const widget = await Harness.make();
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    const [pushed] = window.dataLayer;
    delete window.dataLayer;
    sessionStorage.removeItem('luma:landing');
    expect(pushed).to.include({ event: 'luma_tour_booked', utm_source: 'ads', gclid: 'g1' });
    expect(JSON.stringify(pushed)).to.not.match(/Ada|Lovelace|example\.com|secret/);
  });
});

describe('times', () => {
  it('are the property’s, said so, and the clock of the locale', async () => {
    const widget = await Harness.make({}, { locale: 'en-GB' });
    widget.element.startTour();
    await widget.month();
    await widget.press(/\d+ times? free$/);
    await widget.says('Times in Chicago time');
    await widget.see(/^\d\d:\d\d$/);
  });
});

describe('by keyboard', () => {
  it('keeps the focus on the day it was moved to, also in another month', async () => {
    setClock('2026-11-20T18:00:00Z');
    const widget = await Harness.make();
    widget.element.startTour();
    await widget.month();
    const focused = () => widget.root.activeElement;
    await until(() => focused()?.closest('td'), 'no day has the focus');
    const press = async (key: string) => {
      focused()?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
      );
      await widget.element.updateComplete;
    };
    const before = focused()?.textContent?.trim();
    await press('PageDown');
    await press('PageUp');
    expect(focused()?.textContent?.trim()).to.equal(before);
  });
});

describe('when the calendar cannot help', () => {
  it('takes a wish to be called back', async () => {
    const widget = await Harness.make({
      answers: {
        availability: [{ status: 503, body: refusal('CALENDAR_NOT_CONNECTED', { contact }) }],
      },
    });
    widget.element.startTour();
    await widget.heading('Let us call you back');
    expect((await widget.see('+1 847 555 0142')).getAttribute('href')).to.equal('tel:+18475550142');
    widget.type('firstName', 'Ada');
    widget.type('phone', '847 555 0100');
    const told = oneEvent(widget.element, 'luma-lead') as Promise<CustomEvent<object>>;
    await widget.press('Ask for a call back');
    expect((await told).detail).to.deep.equal({ kind: 'callback' });
    await widget.heading('We’ll be in touch');
    const [sent] = await widget.asked('leads');
    expect(sent?.body).to.include({ kind: 'callback', firstName: 'Ada', phone: '847 555 0100' });
    expect(sent?.key).to.be.a('string');
  });

  it('tells the page and the site owner what is wrong with the embed', async () => {
    const widget = await Harness.make({
      answers: {
        config: [{ status: 403, body: refusal('ORIGIN_NOT_ALLOWED', { requestId: 'r1' }) }],
      },
    });
    const told = oneEvent(widget.element, 'luma-error') as Promise<CustomEvent<object>>;
    widget.element.show();
    expect((await told).detail).to.deep.equal({ code: 'ORIGIN_NOT_ALLOWED', requestId: 'r1' });
    await widget.heading('This chat isn’t available here');
  });

  it('stores a question it cannot answer', async () => {
    const widget = await Harness.make();
    widget.element.show();
    await widget.say('Is there a gym?');
    await widget.says('I can’t answer that yet');
    const [reach] = widget.all('.ask input');
    if (!(reach instanceof HTMLInputElement)) throw new Error('no input');
    reach.value = 'ada@example.com';
    reach.dispatchEvent(new InputEvent('input'));
    await widget.press('Send to the team');
    await widget.says('Your question is with the team');
    const [sent] = await widget.asked('leads');
    expect(sent?.body).to.include({
      kind: 'question',
      message: 'Is there a gym?',
      email: 'ada@example.com',
    });
  });

  it('keeps the latest answer in sight, and finds the flaw where it is', async () => {
    const widget = await Harness.make();
    widget.element.style.setProperty('--luma-height', '360px');
    widget.element.show();
    for (const [before, question] of ['Is there a gym?', 'And a pool?'].entries()) {
      await widget.say(question);
      await until(() => widget.all('.ask input').length === before + 1);
      const [tail] = widget.all('[data-tail]');
      const hidden = () => tail!.scrollHeight - tail!.clientHeight - tail!.scrollTop;
      await until(() => hidden() < 2, `the form for "${question}" is out of sight`);
    }
    const [first, second] = widget.all('.ask button');
    first!.click();
    await until(() => widget.root.activeElement === widget.all('.ask input')[0]);
    second!.click();
    await until(() => widget.root.activeElement === widget.all('.ask input')[1]);
    expect(widget.all('[aria-invalid]')).to.have.length(1);
  });
});

describe('the frame', () => {
  it('opens, closes by Escape, and gives the focus back', async () => {
    const widget = await Harness.make();
    const opened = oneEvent(widget.element, 'luma-open');
    (await widget.see('Book a tour')).focus();
    await widget.press('Book a tour');
    await opened;
    expect(widget.element.hasAttribute('open')).to.equal(true);
    const panel = widget.root.querySelector('.panel');
    expect(panel?.getAttribute('role')).to.equal('dialog');
    panel?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    const launcher = await widget.see('Book a tour');
    await until(() => widget.root.activeElement === launcher);
    expect(widget.element.open).to.equal(false);
  });

  it('keeps Tab going round', async () => {
    const widget = await Harness.make();
    widget.element.show();
    const last = await widget.see('Send');
    last.focus();
    last.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true, composed: true }),
    );
    expect(widget.root.activeElement).to.equal(await widget.see('Close'));
  });

  it('wears the property’s colours, kept for the next page', async () => {
    const widget = await Harness.make();
    widget.element.show();
    await widget.see('Schedule a tour');
    expect(accentOf(widget)).to.equal('rgb(47, 107, 79)');
    const next = await Harness.make({ answers: { config: [{ held: true }] } }, {}, (key) => {
      const kept = localStorage.getItem(`luma:look:${widget.element.apiKey}`) ?? '';
      localStorage.setItem(`luma:look:${key}`, kept);
    });
    expect(accentOf(next)).to.equal('rgb(47, 107, 79)');
  });

  it('wears a colour of the site’s own, which the server is asked about once', async () => {
    const before = (key: string) => localStorage.removeItem(`luma:look:${key}`);
    const widget = await Harness.make({}, { color: '#1d4ed8' }, before);
    await until(() => accentOf(widget) === 'rgb(29, 78, 216)');
    widget.element.show();
    await widget.see('Schedule a tour');
    expect(accentOf(widget)).to.equal('rgb(29, 78, 216)');
    widget.element.style.setProperty('--luma-brand', '#7a3b2e');
    widget.element.color = '';
    await until(() => accentOf(widget) === 'rgb(122, 59, 46)');
    expect(await widget.asked('palette')).to.have.length(2);
  });

  it('speaks the site owner’s words where given', async () => {
    const strings = JSON.stringify({ launcher: 'Visit us', greeting: 'Howdy from {property}!' });
    const widget = await Harness.make({}, { strings });
    await widget.press('Visit us');
    await widget.says('Howdy from Maple Court Apartments!');
  });

  it('works where storage is blocked', async () => {
    const blocked = {
      configurable: true,
      get: () => {
        throw new DOMException('no', 'SecurityError');
      },
    };
    const names = ['localStorage', 'sessionStorage'] as const;
    const kept = names.map((name) => Object.getOwnPropertyDescriptor(window, name));
    for (const name of names) Object.defineProperty(window, name, blocked);
    try {
      const widget = await Harness.make();
      await widget.toForm();
      widget.fillIn();
      await widget.press('Confirm tour');
      await widget.heading('Your tour is booked');
    } finally {
      names.forEach((name, i) => Object.defineProperty(window, name, kept[i] ?? {}));
    }
  });

  it('lets no style of the page in', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '*{font-size:40px!important;letter-spacing:9px!important;text-transform:uppercase!important;color:red!important}',
    );
    document.adoptedStyleSheets.push(sheet);
    const widget = await Harness.make();
    widget.element.show();
    const chip = getComputedStyle(await widget.see('Schedule a tour'));
    const { fontSize, letterSpacing, textTransform } = chip;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    expect({ fontSize, letterSpacing, textTransform }).to.deep.equal({
      fontSize: '15px',
      letterSpacing: 'normal',
      textTransform: 'none',
    });
  });

  it('keeps its place when the page moves it', async () => {
    const widget = await Harness.make();
    await widget.toForm();
    widget.type('firstName', 'Ada');
    const place = document.createElement('section');
    document.body.append(place);
    place.append(widget.element);
    await widget.element.updateComplete;
    expect(widget.input('firstName').value).to.equal('Ada');
    place.remove();
  });

  it('fills its container inline, without taking the page’s focus', async () => {
    const widget = await Harness.make({}, { mode: 'inline' });
    await widget.see('Schedule a tour');
    expect(widget.root.querySelector('[role=dialog]')).to.equal(null);
    expect(document.activeElement).to.equal(document.body);
  });
});
