import { expect } from '@open-wc/testing';
import { childPart, html } from './html.ts';

/** A place to draw at; what it shows is read without the marks that the parts leave. */
function stage(): { draw: (value: unknown) => string; at: HTMLElement } {
  const at = document.createElement('div');
  const part = childPart(at);
  return {
    at,
    draw: (value) => {
      part(value);
      return at.innerHTML.replace(/<!---->/g, '');
    },
  };
}

describe('html', () => {
  it('fills children and attributes, and takes them away again', () => {
    const { draw } = stage();
    const view = (name: unknown, label: unknown) =>
      html`<p class="a" aria-label=${label}>Hi ${name}!<br /><input type="text" required /></p>`;
    const rest = '!<br><input type="text" required="">';
    expect(draw(view('Ada', 'x'))).to.equal(`<p class="a" aria-label="x">Hi Ada${rest}</p>`);
    expect(draw(view(null, undefined))).to.equal(`<p class="a">Hi ${rest}</p>`);
    expect(draw(view(0, false))).to.equal(`<p class="a" aria-label="false">Hi 0${rest}</p>`);
    expect(draw(false)).to.equal('');
  });

  it('keeps the nodes of a template that is drawn again, and makes others for another', () => {
    const { draw, at } = stage();
    const view = (n: number) => html`<p>${n}</p>`;
    draw(view(1));
    const node = at.querySelector('p');
    expect(draw(view(2))).to.equal('<p>2</p>');
    expect(at.querySelector('p')).to.equal(node);
    draw(html`<p>${2}</p>`);
    expect(at.querySelector('p')).not.to.equal(node);
  });

  it('nests templates and lists, which grow and shrink', () => {
    const { draw } = stage();
    const list = (...items: string[]) =>
      html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    const tight = (drawn: string) => drawn.replace(/\s+/g, '');
    expect(tight(draw(list('a', 'b')))).to.equal('<ul><li>a</li><li>b</li></ul>');
    expect(tight(draw(list()))).to.equal('<ul></ul>');
    expect(tight(draw(list('c', 'd', 'e')))).to.equal('<ul><li>c</li><li>d</li><li>e</li></ul>');
  });

  it('sets properties and switches, and calls the latest listener', () => {
    const { draw, at } = stage();
    const heard: string[] = [];
    const view = (value: string, on: boolean, say: string) =>
      html`<input .value=${value} ?disabled=${on} @input=${() => heard.push(say)} />`;
    draw(view('a', true, 'first'));
    const input = at.querySelector('input');
    expect([input?.value, input?.disabled]).to.deep.equal(['a', true]);
    draw(view('b', false, 'second'));
    input?.dispatchEvent(new Event('input'));
    expect([input?.value, input?.disabled]).to.deep.equal(['b', false]);
    expect(heard).to.deep.equal(['second']);
  });

  it('leaves what a visitor typed where the value has not changed', () => {
    const { draw, at } = stage();
    const view = (value: string) => html`<input .value=${value} />`;
    draw(view('a'));
    const input = at.querySelector('input');
    if (input) input.value = 'typed';
    draw(view('a'));
    expect(input?.value).to.equal('typed');
  });

  it('gives an element its properties before it is connected', () => {
    const seen: unknown[] = [];
    class Early extends HTMLElement {
      declare given: string;
      connectedCallback(): void {
        seen.push(this.given, this.isConnected);
      }
    }
    customElements.define('test-early', Early);
    const { draw, at } = stage();
    document.body.append(at);
    draw(html`<p><test-early .given=${'yes'}></test-early></p>`);
    at.remove();
    expect(seen).to.deep.equal(['yes', true]);
  });

  it('draws pictures as pictures', () => {
    const { draw, at } = stage();
    draw(html`<svg viewBox="0 0 2 2"><path d=${'M0 0'} /></svg><b>after</b>`);
    expect(at.querySelector('path')).to.be.instanceOf(SVGPathElement);
    expect(at.querySelector('svg')?.getAttribute('viewBox')).to.equal('0 0 2 2');
    expect(at.querySelector('b')).to.be.instanceOf(HTMLElement);
  });

  it('shows markup in a value as text', () => {
    const { draw, at } = stage();
    draw(html`<p title=${'"><b>'}>${'<img src=x onerror=alert(1)>'}</p>`);
    expect(at.querySelector('img, b')).to.equal(null);
    expect(at.textContent).to.equal('<img src=x onerror=alert(1)>');
    // What came as JSON is no template, whatever it looks like.
    expect(draw({ strings: ['<b>'], values: [] })).to.equal('[object Object]');
  });
});
