import { expect, test } from 'vitest';
import { badLinks } from '../../../src/templates/merchant/links.js';
import { folded, wholeText } from '../../../src/templates/merchant/plain-text.js';

const allowed = ['shop.example', '*.waca.example', 'пример.example'];

function refused(text: string, hosts: readonly string[] = allowed): readonly string[] {
  return badLinks(folded(wholeText(text)), hosts).map(({ code, link }) => `${code} ${link}`);
}

test.each([
  'https://shop.example',
  'http://shop.example/a?b=c#d',
  '請看 https://shop.example/map。',
  'shop.example/map, SHOP.example',
  'https://a.waca.example/x (https://shop.example)',
  'https://shop.example./x',
  'https://shop.example:443/x',
  'https://пример.example/x',
  'https://xn--e1afmkfd.example/x',
  '10:30, 12.30, 3.5 kg, v1.2, Mr.Smith and a.m. Please.Come',
  'mail ann@shop.example',
  '時間:10:00 https://shop.example/o/\uFFFC',
  '\uFFFC and \uFFFC/map',
])('%s has nothing to refuse', (text) => {
  expect(refused(text)).toEqual([]);
});

test.each([
  ['https://evil.example/x', 'link-host https://evil.example/x'],
  ['evil.com/x', 'link-host evil.com/x'],
  ['WWW.EVIL.COM', 'link-host WWW.EVIL.COM'],
  ['請點evil.tw/x', 'link-host 請點evil.tw/x'],
  ['https://shop.example.evil.com', 'link-host https://shop.example.evil.com'],
  ['https://waca.example', 'link-host https://waca.example'],
  ['https://evilwaca.example', 'link-host https://evilwaca.example'],
  ['https://shop.example@evil.com/', 'link-form https://shop.example@evil.com/'],
  ['https://shop.example:x@evil.com', 'link-form https://shop.example:x@evil.com'],
  ['https:\\\\evil.com', 'link-form https:\\\\evil.com'],
  ['https://shop.example\\@evil.com', 'link-form https://shop.example\\@evil.com'],
  ['https:/evil.com', 'link-form https:/evil.com'],
  ['https:evil.com', 'link-form https:evil.com'],
  ['//evil.com/x', 'link-form //evil.com/x'],
  ['javascript:alert(1)', 'link-form javascript:alert(1'],
  ['JaVaScRiPt : alert(1)', 'link-form JaVaScRiPt :'],
  ['data:text/html,x', 'link-form data:text/html,x'],
  ['ftp://shop.example/x', 'link-form ftp://shop.example/x'],
  ['intent://x', 'link-form intent://x'],
  ['https://shoр.example', 'link-host https://shoр.example'],
  ['https://xn--80ak6aa92e.com', 'link-host https://xn--80ak6aa92e.com'],
  ['https://ｅｖｉｌ.com', 'link-host https://evil.com'],
  ['https://ev\u200bil.com', 'link-host https://evil.com'],
  ['https://2130706433/', 'link-host https://2130706433/'],
  ['203.0.113.7/x', 'link-host 203.0.113.7/x'],
  ['https://bit.ly/x', 'link-shortener https://bit.ly/x'],
  ['reurl.cc/x', 'link-shortener reurl.cc/x'],
  ['clck.ru/x', 'link-shortener clck.ru/x'],
  ['https://\uFFFC/x', 'link-form https://{{…}}/x'],
  ['https://shop.example\uFFFC/x', 'link-form https://shop.example{{…}}/x'],
  ['https://\uFFFC@evil.com', 'link-form https://{{…}}@evil.com'],
])('%s is refused', (text, problem) => {
  expect(refused(text)).toEqual([problem]);
});

test('a shortener may be allowed by name, and no link at all where nothing is', () => {
  expect(refused('https://reurl.cc/x', ['reurl.cc'])).toEqual([]);
  expect(refused('https://shop.example', [])).toEqual(['link-host https://shop.example']);
});

test('a host that only looks like an allowed one is named as browsers read it', () => {
  const [bad] = badLinks(wholeText('https://shoр.example'), allowed);
  expect(bad?.why).toBe("it leads to another host, which browsers read as 'xn--sho-2ed.example'");
});
