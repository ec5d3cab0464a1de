import { expect } from '@open-wc/testing';
import { addDays, addMonths, firstDayOfWeek, monthOf, startOfWeek } from '../src/lib/month-grid.ts';
import { dayLabel, monthLabel, todayIn } from '../src/lib/format.ts';
import { availability } from './fake-data.ts';
import { Harness } from './harness.ts';

const today = todayIn('America/Chicago', Date.now());
/** A day in the middle of next month, with a whole week before and after it. */
const first = `${monthOf(addMonths(today, 1))}-14`;
const last = addDays(first, 35);
const horizonDays = 120;
const end = addDays(today, horizonDays);

/** A month with two free days. */
async function make(attributes: Record<string, string> = {}): Promise<Harness> {
  const some = availability(Date.now(), new Set());
  const slots = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      time: `1${i}:00`,
      startsAt: `${first}T1${i}:00:00Z`,
      available: true,
    }));
  const body = {
    ...some,
    availableDates: [first, last],
    slotsByDate: { [first]: slots(3), [last]: slots(1) },
  };
  const widget = await Harness.make(
    { config: { tours: { horizonDays } }, answers: { availability: [{ body }] } },
    attributes,
  );
  widget.element.startTour();
  await widget.month();
  return widget;
}

const active = ({ root }: Harness) => root.activeElement?.getAttribute('aria-label') ?? null;

async function key(widget: Harness, name: string, shiftKey = false): Promise<string | null> {
  widget.root.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
  );
  await widget.element.updateComplete;
  await widget.element.updateComplete;
  return active(widget);
}

const named = (date: string, n = date === first ? 3 : date === last ? 1 : 0) => {
  const day = dayLabel(date, 'en-US');
  return n ? `${day}, ${n} time${n > 1 ? 's' : ''} free` : `${day}, nothing free`;
};

describe('the month', () => {
  it('is a grid whose first free day is the one Tab reaches, and has the focus', async () => {
    const widget = await make();
    expect(widget.all('td [tabindex="0"]')).to.have.length(1);
    expect(active(widget)).to.equal(named(first));
  });

  it('marks today, and days that cannot be picked', async () => {
    const widget = await make();
    await widget.press('Previous month');
    const [marked] = widget.all('[aria-current="date"]');
    expect(marked?.getAttribute('aria-label')).to.equal(named(today));
    expect(marked?.getAttribute('aria-disabled')).to.equal('true');
  });

  it('moves by every key of the date grid, across months and within its limits', async () => {
    const widget = await make();
    const sunday = startOfWeek(first, firstDayOfWeek('en-US'));
    const saturday = addDays(sunday, 6);
    expect(await key(widget, 'ArrowRight')).to.equal(named(addDays(first, 1)));
    expect(await key(widget, 'ArrowLeft')).to.equal(named(first));
    expect(await key(widget, 'Home')).to.equal(named(sunday));
    expect(await key(widget, 'End')).to.equal(named(saturday));
    expect(await key(widget, 'ArrowDown')).to.equal(named(addDays(saturday, 7)));
    expect(await key(widget, 'ArrowUp')).to.equal(named(saturday));
    const later = addMonths(saturday, 1);
    expect(await key(widget, 'PageDown')).to.equal(named(later));
    await widget.heading(monthLabel(later, 'en-US'));
    expect(await key(widget, 'PageDown', true)).to.equal(named(end));
    expect(await key(widget, 'ArrowRight')).to.equal(named(end));
    expect(await key(widget, 'PageUp')).to.equal(named(addMonths(end, -1)));
    expect(await key(widget, 'PageUp', true)).to.equal(named(today));
  });

  it('goes the other way in a language written from right to left', async () => {
    const widget = await make();
    widget.root.querySelector('.root')?.setAttribute('dir', 'rtl');
    expect(await key(widget, 'ArrowLeft')).to.equal(named(addDays(first, 1)));
  });

  it('picks only days with free times', async () => {
    const widget = await make();
    for (const day of widget.all('td .none')) day.click();
    await widget.element.updateComplete;
    await widget.heading('Pick a day');
    for (const day of widget.all('td .free')) day.click();
    await widget.heading(dayLabel(first, 'en-US'));
  });

  it('has no way out of the booking horizon', async () => {
    const widget = await make();
    const turns = async (name: string, limit: string) => {
      for (let n = 0; n < 6; n++) await widget.press(name);
      expect((await widget.see(name)).ariaDisabled).to.equal('true');
      await widget.heading(monthLabel(limit, 'en-US'));
    };
    await turns('Previous month', today);
    await turns('Next month', end);
  });

  it('begins the week as the locale does', async () => {
    const widget = await make({ locale: 'de-DE' });
    expect(widget.root.querySelector('th')?.getAttribute('abbr')).to.equal('Montag');
  });
});
