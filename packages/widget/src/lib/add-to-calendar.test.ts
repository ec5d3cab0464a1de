import { expect } from '@open-wc/testing';
import { googleUrl, outlookUrl } from './add-to-calendar.ts';

const entry = {
  title: 'Tour - Maple & Court + “Été”',
  startsAt: '2026-01-27T09:00:00.000-06:00',
  endsAt: '2026-01-27T15:30:00Z',
  details: 'Change: https://x.test/m?a=1&b=2\nRing 4#',
  location: '1200 Maple Street, Chicago',
  timezone: 'America/Chicago',
};

describe('add to calendar', () => {
  it('fills Google’s form', () => {
    const url = new URL(googleUrl(entry));
    expect(url.origin + url.pathname).to.equal('https://calendar.google.com/calendar/render');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      action: 'TEMPLATE',
      text: entry.title,
      dates: '20260127T150000Z/20260127T153000Z',
      details: entry.details,
      location: entry.location,
      ctz: 'America/Chicago',
    });
  });
  it('fills Outlook’s form, with no plus for a space', () => {
    const url = new URL(outlookUrl(entry));
    expect(url.searchParams.get('startdt')).to.equal('2026-01-27T15:00:00Z');
    expect(url.searchParams.get('enddt')).to.equal('2026-01-27T15:30:00Z');
    expect(url.searchParams.get('subject')).to.equal(entry.title);
    expect(url.searchParams.get('body')).to.equal(entry.details);
    expect(url.search).not.to.contain('+');
  });
  it('leaves out what is not known', () => {
    const { title, startsAt, endsAt } = entry;
    expect(googleUrl({ title, startsAt, endsAt })).not.to.match(/undefined|details|location|ctz/);
    expect(outlookUrl({ title, startsAt, endsAt })).not.to.match(/undefined|body|location/);
  });
});
