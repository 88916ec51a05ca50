import { describe, expect, test } from 'vitest';
import { isLocale, localeChain } from '../../src/templates/locale-chain.js';

describe('the order of languages', () => {
  test('a wanted tag is tried before its prefixes, and those before the last resort', () => {
    expect(localeChain(['en', 'zh', 'zh-Hant', 'zh-Hant-TW'], ['zh-Hant-TW'], 'en')).toEqual([
      'zh-Hant-TW',
      'zh-Hant',
      'zh',
      'en',
    ]);
  });

  test('every prefix of the first wanted tag comes before the second wanted tag', () => {
    expect(localeChain(['en', 'zh', 'ru'], ['zh-TW', 'ru-RU'], 'en')).toEqual(['zh', 'ru', 'en']);
  });

  test('letter case does not matter, and the tag is given as the set writes it', () => {
    expect(localeChain(['ZH-tw', 'en'], ['zh-TW'], 'en')).toEqual(['ZH-tw', 'en']);
  });

  test('an underscore counts as a hyphen, as data often have it', () => {
    expect(localeChain(['zh-TW', 'en'], ['zh_TW'], 'en')).toEqual(['zh-TW', 'en']);
  });

  test('who asks for a language is not given one of its regions', () => {
    expect(localeChain(['zh-TW', 'en'], ['zh'], 'en')).toEqual(['en']);
  });

  test.each([[undefined], [''], ['xx'], ['not a tag'], ['-']])('%j leads to the last resort alone', (wanted) => {
    expect(localeChain(['zh-TW', 'en'], [wanted], 'en')).toEqual(['en']);
  });

  test('no language is tried twice', () => {
    expect(localeChain(['en', 'zh'], ['zh-TW', 'zh', 'en-GB'], 'en')).toEqual(['zh', 'en']);
  });
});

test('a well-formed tag is told from one that is not', () => {
  expect(['en', 'zh-TW', 'zh-Hant-TW', 'ZH-tw'].filter(isLocale)).toEqual(['en', 'zh-TW', 'zh-Hant-TW', 'ZH-tw']);
  expect(['zh_TW', 'english language', '', 'x', 'en-'].filter(isLocale)).toEqual([]);
});
