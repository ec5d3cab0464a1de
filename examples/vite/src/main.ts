// Registers the element. The tag stands in index.html.
import '@luma-leasing/widget/define';

const widget = document.querySelector('luma-leasing');
const news = document.querySelector('#news');

document.querySelector('#visit')?.addEventListener('click', () => widget?.startTour());

widget?.addEventListener('luma-tour-booked', ({ detail }) => {
  const { startsAt, timezone: timeZone } = detail;
  const when = new Date(startsAt).toLocaleString([], {
    timeZone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  if (news) news.textContent = `See you on ${when}.`;
});
