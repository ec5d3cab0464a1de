// Every "Schedule a tour" is a link to the hosted booking page; with the widget on the page it opens that instead.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest('[data-tour]');
  const widget = document.querySelector('luma-leasing');
  if (!link || !widget?.startTour || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  widget.startTour();
});
