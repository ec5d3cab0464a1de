import { expect, oneEvent } from '@open-wc/testing';
import type { Booking } from '@luma-leasing/types/tour';
import { accessible } from './accessible.ts';
import { setClock } from './clock.ts';
import { addDays } from '../src/lib/month-grid.ts';
import { booking, chicagoDate, inChicago } from './fake-data.ts';
import { Harness } from './harness.ts';
import type { Script } from './script.ts';
import { until } from './until.ts';

const refusal = (code: string, rest = {}) => ({
  success: false,
  error: { code, message: code, ...rest },
});

/** A time in Chicago, some days from today. */
const at = (days: number, time = '10:00'): string =>
  inChicago(addDays(chicagoDate(Date.now()), days), time);

const team = (widget: Harness, change: Partial<Booking>) =>
  fetch(`${widget.base}/_tour`, { method: 'PUT', body: JSON.stringify(change) });

/** A visitor who booked a tour in this browser comes back. */
async function comesBack(script: Script = {}, attributes = {}, startsAt = at(3)) {
  const { booking: known } = booking({ startsAt }, false);
  const widget = await Harness.make(script, attributes, (key) =>
    localStorage.setItem(`luma:tour:${key}`, JSON.stringify([known])),
  );
  await team(widget, known);
  return widget;
}

async function opened(script?: Script, attributes = {}, startsAt?: string): Promise<Harness> {
  const widget = await comesBack(script, attributes, startsAt);
  widget.element.show();
  await widget.see('Change');
  return widget;
}

const lookAgain = () => globalThis.dispatchEvent(new Event('focus'));
const changedEvent = (widget: Harness) =>
  oneEvent(widget.element, 'luma-tour-changed') as Promise<
    HTMLElementEventMap['luma-tour-changed']
  >;
const kept = (widget: Harness) =>
  JSON.parse(localStorage.getItem(`luma:tour:${widget.element.apiKey}`) ?? 'null') as Booking[];

async function toNewTime(widget: Harness): Promise<void> {
  await widget.press('Change');
  await widget.month();
  await widget.press(/\d+ times? free$/);
  await widget.press(/^\d+:\d\d [AP]M/);
  await widget.heading('Move your tour?');
}

afterEach(() => localStorage.clear());

describe('your tour', () => {
  it('is shown with its time and its agent, as the server has it now', async () => {
    const widget = await opened();
    await widget.says('10:00 AM');
    await widget.says('with Dana Whitfield');
    await widget.says('You can change it until');
    expect(await widget.asked('manage')).to.not.deep.equal([]);
  });

  it('brings no more code where there is none', async () => {
    const widget = await Harness.make();
    widget.element.show();
    await widget.see('Schedule a tour');
    expect(await widget.asked('manage')).to.deep.equal([]);
  });

  it('shows a move made in the team’s calendar within seconds, and says so', async () => {
    const widget = await opened();
    const told = changedEvent(widget);
    await team(widget, { startsAt: at(5, '14:00') });
    await widget.says('Your tour has a new time');
    await widget.says('2:00');
    const { detail } = await told;
    expect(detail).to.deep.include({ status: 'confirmed', startsAt: at(5, '14:00') });
    expect(detail).to.have.keys(
      'id',
      'status',
      'startsAt',
      'endsAt',
      'timezone',
      'tourType',
      'test',
    );
    expect(kept(widget)[0]?.startsAt).to.equal(at(5, '14:00'));
  });

  it('asks at once when the visitor comes back to the page, and not while it is closed', async () => {
    const widget = await opened();
    const asked = async () => (await widget.asked('manage')).length;
    await widget.says('You can change it until');
    const before = await asked();
    // The poll alone would need over three minutes for forty requests, longer than `until` waits.
    await until(async () => {
      lookAgain();
      return (await asked()) >= before + 40;
    }, 'not asked at once');
    widget.element.hide();
    await widget.see('Book a tour');
    await widget.settle();
    const closed = await asked();
    lookAgain();
    await widget.settle();
    expect(await asked()).to.equal(closed);
    widget.element.show();
    await until(async () => (await asked()) > closed, 'not asked on opening');
  });

  it('says that the team cancelled, forgets it, and offers another', async () => {
    const widget = await opened();
    const told = changedEvent(widget);
    await team(widget, { status: 'cancelled' });
    lookAgain();
    await widget.says('The team had to cancel your tour');
    expect((await told).detail.status).to.equal('cancelled');
    expect(widget.find('Change')).to.equal(undefined);
    expect(kept(widget)).to.deep.equal([]);
    await widget.press('Schedule a tour');
    await widget.month();
  });

  it('says that it is too late to change it, and whom to ask', async () => {
    const soon = new Date(Date.now() + 1_800_000).toISOString();
    const widget = await comesBack({}, {}, soon);
    widget.element.show();
    await widget.says('It’s too close to change it here');
    expect(widget.find('Cancel')).to.equal(undefined);
    await widget.see('+1 847 555 0142');
    await accessible(widget, 'too late');
  });

  it('is let go when its link opens nothing, or it is over', async () => {
    const gone = { status: 404, body: refusal('LINK_INVALID') };
    const widget = await comesBack({ answers: { manage: [gone] } });
    widget.element.show();
    await until(() => kept(widget).length === 0, 'still remembered');
    const past = await comesBack({}, {}, at(-2));
    past.element.show();
    await past.see('Schedule a tour');
    expect(past.find('Change')).to.equal(undefined);
  });

  it('stays as it was known while the server cannot be asked', async () => {
    const down = { status: 500, body: refusal('INTERNAL') };
    const widget = await opened({ answers: { manage: [down, down, down, down] } });
    await widget.says('10:00 AM');
  });

  it('follows a move on the page of a tour just booked', async () => {
    const widget = await Harness.make();
    await widget.toForm();
    widget.fillIn();
    await widget.press('Confirm tour');
    await widget.heading('Your tour is booked');
    await widget.see('Change');
    await team(widget, { startsAt: at(6, '14:00') });
    lookAgain();
    await widget.heading('Your tour has a new time');
    await widget.says('2:00');
    await accessible(widget, 'moved by the team, on the page of the booking');
  });
});

for (const theme of ['light', 'dark']) {
  describe(`changing it, ${theme}`, () => {
    it('moves it to another time', async () => {
      const widget = await opened({}, { theme });
      await accessible(widget, 'card');
      await toNewTime(widget);
      await accessible(widget, 'move');
      const told = changedEvent(widget);
      await widget.press('Move my tour');
      await widget.heading('Your tour is moved');
      await accessible(widget, 'moved');
      const [sent] = await widget.asked('reschedule');
      expect(sent?.body).to.include({ via: 'widget' });
      expect((await told).detail.startsAt).to.equal(sent?.body?.['startsAt']);
      expect(kept(widget)[0]?.startsAt).to.equal(sent?.body?.['startsAt']);
      await widget.press('Back');
      await widget.says('Done! Your tour is now on');
      expect(await widget.asked('tours')).to.deep.equal([]);
    });

    it('cancels it after asking', async () => {
      const widget = await opened({}, { theme });
      await widget.press('Cancel');
      await widget.heading('Cancel your tour?');
      await accessible(widget, 'cancel');
      await widget.press('Keep my tour');
      await widget.press('Cancel');
      const told = changedEvent(widget);
      await widget.press('Cancel my tour');
      await widget.heading('Your tour is cancelled');
      await accessible(widget, 'cancelled');
      expect((await told).detail.status).to.equal('cancelled');
      expect(await widget.asked('cancel')).to.have.length(1);
      expect(kept(widget)).to.deep.equal([]);
      await widget.press('Schedule another tour');
      await widget.month();
    });
  });
}

it('asks which times there are for this tour, and anew for another', async () => {
  const widget = await opened();
  const before = (await widget.asked('availability')).length;
  await widget.press('Change');
  await widget.month();
  expect(await widget.asked('other-times')).to.have.length(1);
  expect(await widget.asked('availability')).to.have.length(before);
  await widget.press('Back');
  await widget.press('Schedule another tour');
  await widget.month();
  expect(await widget.asked('availability')).to.have.length(before + 1);
  await widget.press('Back');
  await widget.press('Change');
  await widget.month();
  expect(await widget.asked('other-times')).to.have.length(2);
});

describe('when it cannot be changed', () => {
  it('offers other times when that one was taken, and takes one of them', async () => {
    setClock('2026-11-20T18:00:00Z');
    const alternatives = [{ startsAt: '2026-12-01T16:30:00Z', date: '2026-12-01', time: '10:30' }];
    const taken = { status: 409, body: refusal('SLOT_TAKEN', { alternatives }) };
    const widget = await opened({ answers: { reschedule: [taken] } });
    await toNewTime(widget);
    const before = (await widget.asked('other-times')).length;
    await widget.press('Move my tour');
    const heading = await widget.heading('That time was just taken');
    await until(() => widget.root.activeElement === heading, 'focus is not on the news');
    expect(await widget.asked('other-times')).to.have.length(before + 1);
    await accessible(widget, 'taken');
    await widget.press('Tue, Dec 1, 10:30 AM');
    await widget.press('Move my tour');
    await widget.heading('Your tour is moved');
    expect((await widget.asked('reschedule')).at(-1)?.body).to.include({
      startsAt: '2026-12-01T16:30:00Z',
    });
  });

  it('goes back to the times when that one is not offered', async () => {
    const answers = { reschedule: [{ status: 422, body: refusal('SLOT_NOT_OFFERED') }] };
    const widget = await opened({ answers });
    await toNewTime(widget);
    await widget.press('Move my tour');
    await widget.says('That time is no longer offered');
    await widget.press(/^\d+:\d\d [AP]M/);
    await widget.heading('Move your tour?');
  });

  for (const code of ['CUTOFF_PASSED', 'TOUR_NOT_CHANGEABLE', 'LINK_INVALID']) {
    it(`says so where times would be: ${code}`, async () => {
      const answers = { 'other-times': [{ status: 409, body: refusal(code) }] };
      const widget = await opened({ answers });
      await widget.press('Change');
      await widget.heading('This can’t be changed here');
      expect(kept(widget)).to.have.length(code === 'LINK_INVALID' ? 0 : 1);
    });
  }

  for (const code of ['CUTOFF_PASSED', 'TOUR_NOT_CHANGEABLE']) {
    it(`names whom to ask: ${code}`, async () => {
      const contact = { name: 'Dana', phone: '+1 847 555 0199', email: null };
      const answers = { cancel: [{ status: 409, body: refusal(code, { contact }) }] };
      const widget = await opened({ answers });
      await widget.press('Cancel');
      await widget.press('Cancel my tour');
      await widget.heading('This can’t be changed here');
      await widget.see('+1 847 555 0199');
      await accessible(widget, code);
    });
  }

  it('is tried again with the same key when the answer is lost', async () => {
    const widget = await opened({ answers: { reschedule: [{ lose: 'after' }] } });
    await toNewTime(widget);
    await widget.press('Move my tour');
    await widget.heading('Your tour is moved');
    const sent = await widget.asked('reschedule');
    expect(sent.length).to.be.greaterThan(1);
    expect(new Set(sent.map(({ key }) => key)).size).to.equal(1);
  });

  it('works for a new tour afterwards: the calendar books again', async () => {
    const widget = await opened();
    await widget.press('Change');
    await widget.month();
    await widget.press('Back');
    await widget.press('Schedule another tour');
    await widget.month();
    await widget.press(/\d+ times? free$/);
    await widget.press(/^\d+:\d\d [AP]M/);
    await widget.see('Confirm tour');
  });
});
