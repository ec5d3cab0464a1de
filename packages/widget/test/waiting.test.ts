import { expect, oneEvent } from '@open-wc/testing';
import { addDays } from '../src/lib/month-grid.ts';
import { accessible } from './accessible.ts';
import { chicagoDate, inChicago } from './fake-data.ts';
import { Harness } from './harness.ts';
import { until } from './until.ts';

const refusal = (code: string) => ({ success: false, error: { code, message: code } });
const down = { status: 500, body: refusal('INTERNAL') };

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** A page that resumes a submission of an earlier page. */
async function resumed(at: number, script = {}): Promise<Harness> {
  const date = addDays(chicagoDate(Date.now()), 3);
  const body = {
    startsAt: inChicago(date, '09:00'),
    firstName: 'Ada',
    lastName: 'L',
    email: 'a@b.co',
  };
  const slot = { startsAt: body.startsAt, date, time: '09:00' };
  return Harness.make(script, {}, (key) =>
    sessionStorage.setItem(
      `luma:pending:${key}`,
      JSON.stringify({ attempt: { key: 'k1', body }, slot, at }),
    ),
  );
}

describe('the page of times', () => {
  it('shows a skeleton while they load, and says so', async () => {
    const widget = await resumed(Date.now(), {
      answers: {
        tours: [{ status: 422, body: refusal('SLOT_NOT_OFFERED') }],
        availability: [{ held: true }, { held: true }],
      },
    });
    await widget.says('That time is no longer offered');
    expect(widget.all('.times .waits').length).to.be.greaterThan(3);
    await widget.says('Loading');
    await widget.release();
    await until(() => widget.all('.waits').length === 0, 'the skeleton stays');
  });

  it('says what is wrong when they cannot be loaded, and tries again', async () => {
    const widget = await resumed(Date.now(), {
      answers: {
        tours: [{ status: 422, body: refusal('SLOT_NOT_OFFERED') }],
        availability: [down, down, down, down, down, down, down, down],
      },
    });
    await widget.says('Something went wrong on our side');
    await widget.press('Try again');
    expect(widget.all('.notice').length).to.be.greaterThan(0);
  });
});

describe('a message in the chat', () => {
  it('is kept when it cannot be answered, and asked again', async () => {
    const widget = await Harness.make({ answers: { chat: [down, down] } });
    widget.element.show();
    await widget.says('Would you like to come see it?');
    await widget.say('I want a tour');
    await widget.says('Something went wrong on our side');
    await accessible(widget, 'an unanswered message');
    expect(widget.all('.dots')).to.deep.equal([]);
    await widget.press('Try again');
    await widget.month();
    const asked = await widget.asked('chat');
    expect(asked.map(({ key }) => key)).to.deep.equal(Array(3).fill(asked[0]?.key));
    expect(asked[0]?.body).to.deep.equal({
      text: 'I want a tour',
      locale: 'en-US',
      after: 'invitation',
    });
  });

  it('waits for a slow answer under dancing dots', async () => {
    const widget = await Harness.make({ answers: { chat: [{ held: true }] } });
    widget.element.show();
    await widget.say('Is there a gym?');
    await widget.see('Leasing assistant is typing', '[role="status"]');
    await widget.release();
    await widget.says('I can’t answer that yet');
    expect(widget.all('.dots')).to.deep.equal([]);
  });
});

describe('a submission left behind', () => {
  it('is sent again within a quarter of an hour', async () => {
    const widget = await resumed(Date.now() - 14 * 60_000);
    await widget.heading('Your tour is booked');
  });

  it('is let go when it is older, or of unknown age', async () => {
    for (const at of [Date.now() - 16 * 60_000, undefined as unknown as number]) {
      const widget = await resumed(at);
      await widget.settle();
      expect(await widget.asked('tours')).to.deep.equal([]);
      expect(sessionStorage.getItem(`luma:pending:${widget.element.apiKey}`)).to.equal(null);
    }
  });
});

describe('Enter in the form', () => {
  it('keeps the focus where it was, unable to type, and leaves it there after a failure', async () => {
    const refused = { status: 429, held: true, body: refusal('RATE_LIMITED') };
    const widget = await Harness.make({ answers: { tours: [refused, refused, refused, refused] } });
    await widget.toForm();
    widget.fillIn();
    const email = widget.input('email');
    email.focus();
    email.form?.requestSubmit();
    await widget.see('Booking your tour…');
    expect(widget.root.activeElement).to.equal(email);
    expect(email.readOnly).to.equal(true);
    const privacy = widget.input('privacy');
    privacy.click();
    expect([privacy.checked, privacy.ariaDisabled]).to.deep.equal([true, 'true']);
    await widget.release();
    await until(() => widget.text.includes('Lots of people are booking'), 'not refused');
    expect(widget.root.activeElement).to.equal(email);
    expect(email.readOnly).to.equal(false);
  });

  it('keeps it in the call-back form, too', async () => {
    const slow = { status: 201, held: true, body: { success: true, message: { id: 'm' } } };
    const widget = await Harness.make({ answers: { leads: [slow] } });
    widget.element.startTour();
    await widget.month();
    await widget.press('Ask for a call back');
    await widget.heading('Let us call you back');
    widget.type('firstName', 'Ada');
    widget.type('phone', '847 555 0100');
    widget.input('phone').focus();
    widget.input('phone').form?.requestSubmit();
    await widget.see('Sending…');
    expect(widget.root.activeElement).to.equal(widget.input('phone'));
    await widget.release();
    await widget.heading('We’ll be in touch');
  });

  it('announces an inline success to whoever is elsewhere on the page', async () => {
    const widget = await Harness.make({ answers: { tours: [{ held: true }] } }, { mode: 'inline' });
    await widget.toForm();
    widget.fillIn();
    const [status] = widget.all('.panel > [data-news]');
    expect(status?.getAttribute('role')).to.equal('status');
    const booked = oneEvent(widget.element, 'luma-tour-booked');
    await widget.press('Confirm tour');
    (document.activeElement as HTMLElement | null)?.blur();
    await widget.release();
    await booked;
    await widget.heading('Your tour is booked');
    expect(status?.isConnected && status.textContent?.trim()).to.equal('Your tour is booked');
  });
});

describe('language', () => {
  it('marks words as what they are, and formats by the locale', async () => {
    const widget = await Harness.make({}, { locale: 'ar' });
    widget.element.startTour();
    await widget.month();
    const [root] = widget.all('.root');
    expect([root?.lang, root?.dir]).to.deep.equal(['en', 'ltr']);
    const british = await Harness.make({}, { locale: 'en-GB' });
    expect(british.all('.root')[0]?.lang).to.equal('en-GB');
  });
});
