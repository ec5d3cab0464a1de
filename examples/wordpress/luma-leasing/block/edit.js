// The block in the editor: its settings, and a picture of the widget. The page itself is drawn by render.php.
(function (wp) {
  var el = wp.element.createElement;
  var __ = wp.i18n.__;
  var components = wp.components;
  var blockEditor = wp.blockEditor;
  var data = window.lumaLeasingBlock || {};

  /** White or near-black, whichever is read better on a colour. */
  function inkOn(color) {
    var channels = [1, 3, 5].map(function (at) {
      var value = parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    });
    var light = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    return light > 0.18 ? '#14161c' : '#ffffff';
  }

  function colorsOf(attributes) {
    var own = attributes.color || data.color;
    if (/^#[\da-f]{6}$/i.test(own)) return { accent: own, strong: own, ink: inkOn(own) };
    return {
      accent: data.accent || '#1f2430',
      strong: data.strong || data.accent || '#1f2430',
      ink: data.onAccent || '#ffffff',
    };
  }

  function door() {
    return el(
      'svg',
      { viewBox: '0 0 24 24', 'aria-hidden': true },
      el('path', { d: 'M4 20.5h16M6.5 20.5V10a5.5 5.5 0 0 1 11 0v10.5M14 13.5v1' }),
    );
  }

  function panel() {
    return el(
      'div',
      { className: 'luma-preview-panel' },
      el(
        'div',
        { className: 'luma-preview-head' },
        el('strong', null, data.name || __('Your property', 'luma-leasing')),
        el('span', null, __('Questions and tours', 'luma-leasing')),
      ),
      el(
        'div',
        { className: 'luma-preview-chat' },
        el(
          'p',
          { className: 'luma-preview-bubble' },
          __(
            'Hi there! I’m here to help you find your next home. Would you like to come see it?',
            'luma-leasing',
          ),
        ),
        el(
          'div',
          { className: 'luma-preview-buttons' },
          el('span', { className: 'is-filled' }, __('Schedule a tour', 'luma-leasing')),
          el('span', null, __('Ask a question', 'luma-leasing')),
        ),
      ),
      el(
        'div',
        { className: 'luma-preview-foot' },
        __('Write a message…', 'luma-leasing'),
        el(
          'i',
          null,
          el(
            'svg',
            { viewBox: '0 0 24 24', 'aria-hidden': true },
            el('path', { d: 'M12 19V5M6 11l6-6 6 6' }),
          ),
        ),
      ),
    );
  }

  function launcher(attributes) {
    return el(
      'div',
      { className: 'luma-preview-corner' },
      el('p', null, __('In the corner of this page, visitors see:', 'luma-leasing')),
      el(
        'span',
        { className: 'luma-preview-launcher' },
        door(),
        attributes.label || data.label || __('Book a tour', 'luma-leasing'),
      ),
    );
  }

  function notSetUp() {
    return el(
      components.Placeholder,
      {
        icon: 'calendar-alt',
        label: __('LumaLeasing tours', 'luma-leasing'),
        instructions: data.settingsUrl
          ? __(
              'Set server address and key first; then this block shows the widget.',
              'luma-leasing',
            )
          : __('An administrator has to set server address and key first.', 'luma-leasing'),
      },
      data.settingsUrl &&
        el(
          components.Button,
          { variant: 'primary', href: data.settingsUrl, target: '_blank' },
          __('Open the settings', 'luma-leasing'),
        ),
    );
  }

  function Edit(props) {
    var attributes = props.attributes;
    var set = function (name) {
      return function (value) {
        var change = {};
        change[name] = value === undefined ? '' : value;
        props.setAttributes(change);
      };
    };
    var isFloating = attributes.mode === 'floating';
    var colors = colorsOf(attributes);
    var blockProps = blockEditor.useBlockProps({
      className: 'luma-preview' + ((attributes.theme || data.theme) === 'dark' ? ' is-dark' : ''),
      style: {
        '--luma-preview-accent': colors.accent,
        '--luma-preview-strong': colors.strong,
        '--luma-preview-ink': colors.ink,
      },
    });
    var field = function (control, name, options) {
      return el(
        control,
        Object.assign(
          {
            key: name,
            value: attributes[name],
            onChange: set(name),
            __next40pxDefaultSize: true,
            __nextHasNoMarginBottom: true,
          },
          options,
        ),
      );
    };

    return el(
      wp.element.Fragment,
      null,
      el(
        blockEditor.InspectorControls,
        null,
        el(
          components.PanelBody,
          { title: __('Widget', 'luma-leasing') },
          field(components.SelectControl, 'mode', {
            label: __('Place', 'luma-leasing'),
            options: [
              { value: 'inline', label: __('Here, inside the page', 'luma-leasing') },
              { value: 'floating', label: __('Launcher in the corner', 'luma-leasing') },
            ],
          }),
          field(components.SelectControl, 'theme', {
            label: __('Light or dark', 'luma-leasing'),
            options: [
              { value: '', label: __('As in the settings', 'luma-leasing') },
              { value: 'auto', label: __('As the visitor’s device is set', 'luma-leasing') },
              { value: 'light', label: __('Always light', 'luma-leasing') },
              { value: 'dark', label: __('Always dark', 'luma-leasing') },
            ],
          }),
          isFloating &&
            field(components.TextControl, 'label', {
              label: __('Words on the launcher', 'luma-leasing'),
              placeholder: data.label || __('Book a tour', 'luma-leasing'),
              maxLength: 60,
            }),
          isFloating &&
            el(components.ToggleControl, {
              label: __('Open at once', 'luma-leasing'),
              checked: attributes.open,
              onChange: set('open'),
              __nextHasNoMarginBottom: true,
            }),
        ),
        el(
          components.PanelBody,
          { title: __('Colour', 'luma-leasing'), initialOpen: false },
          el(components.ColorPalette, {
            value: attributes.color || undefined,
            onChange: set('color'),
            enableAlpha: false,
          }),
        ),
      ),
      el(
        blockEditor.InspectorControls,
        { group: 'advanced' },
        field(components.TextControl, 'locale', {
          label: __('Language', 'luma-leasing'),
          help: __(
            'Empty: the language of the page. Otherwise a code such as fr or es-MX.',
            'luma-leasing',
          ),
        }),
        field(components.TextControl, 'key', {
          label: __('Key of another property', 'luma-leasing'),
          help: __('Empty: the key in the settings.', 'luma-leasing'),
        }),
      ),
      el(
        'div',
        blockProps,
        !data.isSetUp ? notSetUp() : isFloating ? launcher(attributes) : panel(),
      ),
    );
  }

  wp.blocks.registerBlockType('luma-leasing/tours', {
    edit: Edit,
    save: function () {
      return null;
    },
  });
})(window.wp);
