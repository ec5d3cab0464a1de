// Loads the widget for the panels in the flow of a page, once a visitor comes near one. It needs nothing of its own tag,
// so it works wherever and whenever an optimiser runs it.
(function () {
  function load(panel) {
    import(panel.getAttribute('api-base') + '/widget/define.js').catch(function (error) {
      console.error(
        '[luma-leasing] The widget could not be loaded from ' +
          panel.getAttribute('api-base') +
          '. Open the plugin’s settings and press "Test the connection".',
        error,
      );
    });
  }

  function watch() {
    var observer = new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          observer.disconnect();
          load(entry.target);
        });
      },
      { rootMargin: '400px' },
    );
    document.querySelectorAll('luma-leasing[mode="inline"]').forEach(function (panel) {
      observer.observe(panel);
    });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', watch);
  else watch();
})();
