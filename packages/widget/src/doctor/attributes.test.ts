import { expect } from '@open-wc/testing';
import { checkAttributes, meantAttribute } from './attributes.ts';

describe('the attribute that was meant', () => {
  for (const [written, meant] of [
    ['apikey', 'api-key'],
    ['api_key', 'api-key'],
    ['data-api-key', 'api-key'],
    ['data-key', 'api-key'],
    ['key', 'api-key'],
    ['api-url', 'api-base'],
    ['data-api-base', 'api-base'],
    ['server', 'api-base'],
    ['language', 'locale'],
    ['local', 'locale'],
    ['colour', 'color'],
    ['thme', 'theme'],
    ['modus', null],
    ['position', null],
    ['data-wow-delay', null],
  ] as const)
    it(`of ${written}, on the element: ${meant}`, () => {
      expect(meantAttribute(written, 'element')).to.equal(meant);
    });

  for (const [written, meant] of [
    ['data-api-key', 'data-key'],
    ['api-key', 'data-key'],
    ['data-apikey', 'data-key'],
    ['data-lable', 'data-label'],
    ['data-url', 'data-api-base'],
    ['data-colour', 'data-color'],
    ['data-cfasync', null],
    ['data-no-optimize', null],
    ['data-rocket-defer', null],
    ['data-luma-seen', null],
  ] as const)
    it(`of ${written}, on the script: ${meant}`, () => {
      expect(meantAttribute(written, 'script')).to.equal(meant);
    });
});

describe('attributes', () => {
  const codes = (attributes: Record<string, string>, on: 'element' | 'script' = 'element') =>
    checkAttributes(attributes, on).map(({ code, what }) => `${code} ${what}`);

  it('may be ours, HTML’s, a framework’s or an optimiser’s', () => {
    expect(
      codes({
        'api-key': 'pk_a',
        'api-base': 'https://tours.example',
        class: 'x',
        id: 'luma',
        style: '',
        lang: 'de',
        'data-v-1a2b3c4d': '',
        _ngcontent: '',
        'aria-label': 'Tours',
        onclick: '',
        'v-cloak': '',
        ':open': 'true',
        'astro-slot': '',
      }),
    ).to.deep.equal([]);
    expect(
      codes(
        {
          src: 'https://tours.example/lumaleasing.js',
          async: '',
          type: 'text/javascript',
          language: 'javascript',
          'data-key': 'pk_a',
          'data-cfasync': 'false',
          'data-no-defer': '1',
          'data-luma-seen': '1',
          'data-cookieconsent': 'ignore',
        },
        'script',
      ),
    ).to.deep.equal([]);
  });

  for (const [name, good, bad] of [
    ['mode', ['inline', 'floating', ''], ['popup', 'Inline']],
    ['theme', ['auto', 'dark'], ['night']],
    ['color', ['#abc', '#1f6f5c'], ['green', '#12', 'rgb(0,0,0)']],
    ['locale', ['en', 'pt-BR', 'zh-Hans-CN', 'en_US'], ['??']],
    ['open', ['', 'true', 'false'], ['0', 'no']],
    ['strings', ['', '{}', '{"launcher":"Visit"}'], ['[object Object]', '5', 'null']],
    [
      'api-base',
      ['https://tours.example', 'http://localhost:3000/', 'https://a.example/tours'],
      [
        'tours.example',
        '/api',
        'https://a.example/api/lumaleasing',
        'https://a.example/lumaleasing.js',
      ],
    ],
  ] as const) {
    it(`${name} takes what is valid, on the element and on the script`, () => {
      for (const value of good) {
        expect(codes({ [name]: value })).to.deep.equal([]);
        expect(codes({ [`data-${name}`]: value }, 'script')).to.deep.equal([]);
      }
      for (const value of bad) {
        const [said] = codes({ [name]: value });
        expect(said).to.contain(`INVALID_ATTRIBUTE ${name}="${value}"`);
        expect(codes({ [`data-${name}`]: value }, 'script')).to.have.length(1);
      }
    });
  }
});
