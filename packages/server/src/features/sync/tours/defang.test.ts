import { describe, expect, it } from 'vitest';
import { defangEmail, defangText } from './defang.ts';

describe('what a stranger typed, in an invitation', () => {
  it.each([
    ['https://evil.example/x?y=1', 'https: //evil. example/x?y=1'],
    ['see www.Evil.COM now', 'see www. Evil. COM now'],
    ['bit.ly/abc', 'bit. ly/abc'],
    ['http://intranet', 'http: //intranet'],
    ['http://2130706433/', 'http: //2130706433/'],
    ['http://127.0.0.1/x', 'http: //127. 0. 0. 1/x'],
    ['write to ana@example.org', 'write to ana @ example. org'],
    ['mailto:ana@localhost', 'mailto: ana @ localhost'],
    ['tel:+19005550100', 'tel: +19005550100'],
    ['<a href="https://evil.example">', '‹a href="https: //evil. example">'],
    ['evil&#46;example', 'evil& #46;example'],
    ['evil&period;example', 'evil& period;example'],
    ['пример.рф', 'пример. рф'],
    ['例え.テスト', '例え. テスト'],
    ['例え。テスト', '例え。 テスト'],
    ['x.भारत', 'x. भारत'],
    ['evil\u200b.\u2060com', 'evil. com'],
    ['evil.c\u00adom', 'evil. com'],
    ['evil.\u200dcom', 'evil. \u200dcom'],
    ['evil﹒com', 'evil﹒ com'],
    ['evil⒈com', 'evil⒈ com'],
    ['💩.la www.💩.la', '💩. la www. 💩. la'],
    ['www.1', 'www. 1'],
    ['e.x.com', 'e. x. com'],
    ['evil.ⓒom', 'evil. ⓒom'],
    ['webcal:evil', 'webcal: evil'],
    ['x-app+1:evil', 'x-app+1: evil'],
    ['ana＠localhost', 'ana ＠ localhost'],
    ['evil．com', 'evil． com'],
    ['evil.a1', 'evil. a1'],
    ['\\\\server\\share', '\\ \\server\\share'],
    ['Nice place.May I come?', 'Nice place. May I come?'],
  ])('%s stands there as %s', (typed, shown) => {
    expect(defangText(typed)).toBe(shown);
    expect(defangText(shown)).toBe(shown);
  });

  it.each([
    'Two cats. A ground-floor home, please!',
    'The 2.5 bath, at 10.30 or 3 p.m., on 12.5.2026; $1,500.00',
    'Call me on 312.555.0180 instead; e.g. after 5.',
    'Ana & Bob, Q&A',
    'J.R. Smith; me @ the office',
    '🐈 {{7*7}} ...and so on',
    'Zeile eins\nZeile zwei',
  ])('%j stands there as it is', (typed) => {
    expect(defangText(typed)).toBe(typed);
  });
});

describe('the address of who typed it, in an invitation', () => {
  it.each([
    ['ana.diaz+tours@example.org', 'ana.diaz+tours@example.org'],
    ['victim+www.evil.com/win@gmail.com', 'victim+www. evil. com/win@gmail.com'],
    ['www.evil.com@example.org', 'www. evil. com@example.org'],
    ['evil.com?x=1@example.org', 'evil. com?x=1@example.org'],
  ])('%s stands there as %s', (email, shown) => {
    expect(defangEmail(email)).toBe(shown);
  });
});
