import { describe, expect, test } from 'vitest';
import { checkTemplates } from '../../../src/templates/check.js';
import type { TemplateSet } from '../../../src/templates/template-set.js';
import { order } from '../../builders/back-office.js';
import { labels, parcel, trails } from './parcels.js';

/** What is wrong with a set of any form. */
function found(set: object): readonly string[] {
  const whole = { lifecycle: 'parcel', defaultLocale: 'en', ...set };
  // Sets from outside are not of this type; that is the point.
  const { problems } = checkTemplates(
    parcel.model,
    [{ name: 'notice', rule: { on: 'route.new', by: ['sms'] } }],
    whole as TemplateSet,
  );
  return problems.map(({ code, place, message }) => `${code} | ${place.replace("templates 'parcel'", '*')} | ${message}`);
}

const english = (sms: string, more: object = {}) => ({ en: { templates: { notice: { sms } }, trails: labels, ...more } });
const plain = english('x');
const { route } = trails;

test('a set in order has no problems', () => {
  expect(
    found({
      locales: english(
        "{{#trail}}{{name}}{{label}}{{status}}{{#if later}}{{@index}}{{/if}}{{/trail}}{{#trail 'route'}}x{{/trail}}",
      ),
      trails,
    }),
  ).toEqual([]);
});

describe('of the declaration is told', () => {
  test.each<[what: string, trail: unknown, problems: readonly string[]]>([
    [
      'a state that the machine does not have',
      { ...route, stages: ['new', 'payed', ...route.stages.slice(1)], hidden: ['over', 'losst'] },
      [
        "unknown-state | *, trails.route, stages[1] | unknown state or group 'payed'. Known: new, paid, packed, wrapped, moving, waiting, given, lost, cancelled, over, abroad.",
        "unknown-state | *, trails.route, hidden | unknown state or group 'losst'. Did you mean 'lost'? Known: new, paid, packed, wrapped, moving, waiting, given, lost, cancelled, over, abroad.",
      ],
    ],
    [
      'states that stand nowhere',
      { ...route, hidden: ['cancelled'], stages: route.stages.slice(0, 5) },
      [
        "missing-value | *, trails.route | 'given', 'lost' stand in no stage. Add them to one, or to 'hidden' where no trail is shown.",
      ],
    ],
    [
      'a state in two stages',
      { ...route, stages: [...route.stages, { name: 'again', states: ['new'] }] },
      ["duplicate-name | *, trails.route, stages[6] | the state 'new' is at the stage 'new' already; a subject is at one stage."],
    ],
    [
      'a state that is hidden and in a stage',
      { ...route, hidden: ['over', 'new'] },
      ["duplicate-name | *, trails.route, hidden | the state 'new' stands in a stage as well; leave it in one of them."],
    ],
    [
      'two stages of one name, and a condition that does not exist',
      { ...route, stages: [...route.stages, { name: 'given', states: ['given'], if: 'is broght' }] },
      [
        "duplicate-name | *, trails.route, stages[6] | two stages are named 'given'; labels could not tell them apart.",
        "unknown-condition | *, trails.route, stages[6] | unknown condition 'is broght'. Did you mean 'is brought'? Known: is brought.",
      ],
    ],
    [
      'options that do not exist',
      { ...route, hiden: [], stages: [{ name: 'new', states: ['new'], unless: 'is brought' }, ...route.stages.slice(1)] },
      [
        "unknown-option | *, trails.route | unknown option 'hiden'. Did you mean 'hidden'? Known: stages, hidden, visited.",
        "unknown-option | *, trails.route, stages[0] | unknown option 'unless'. Known: name, states, if.",
      ],
    ],
    [
      'what is no stage',
      { ...route, stages: [5, { name: 'empty', states: [] }, ...route.stages] },
      [
        'invalid-value | *, trails.route, stages[0] | expected a state, or { name, states }, got number 5.',
        'invalid-value | *, trails.route, stages[1] | expected a state, or { name, states }, got an object.',
      ],
    ],
    [
      'a field that does not exist',
      { ...route, visited: 'hadd' },
      [
        "unknown-variable | *, trails.route, visited | unknown field 'hadd'. Did you mean 'had'? Known: no, status, had, log, pickup.",
      ],
    ],
    [
      'a field that is no list of states',
      { ...route, visited: 'pickup' },
      ["invalid-value | *, trails.route, visited | expected a list of states; 'pickup' is a boolean. Write a function."],
    ],
    [
      'a list of something else',
      { ...route, visited: 'log' },
      ["invalid-value | *, trails.route, visited | expected a list of states; 'log' is an object in a list. Write a function."],
    ],
    [
      'what is neither path nor function',
      { ...route, visited: 5 },
      ['invalid-value | *, trails.route, visited | expected the path of a list in the data, or a function, got number 5.'],
    ],
  ])('%s', (_, trail, problems) => {
    const own = { en: { templates: { notice: { sms: 'x' } } } };
    expect(found({ locales: own, trails: { route: trail } })).toEqual(problems);
  });

  test('a trail without stages, and one of a machine that does not exist', () => {
    const own = { en: { templates: { notice: { sms: 'x' } } } };
    expect(found({ locales: own, trails: { route: {}, rout: route } })).toEqual([
      "missing-value | *, trails.route | expected the stages in their order: { stages: ['new', 'paid', 'packed', 'wrapped', 'moving', 'waiting', 'given', 'lost', 'cancelled'] }.",
      "unknown-machine | *, trails.rout | unknown machine 'rout'. Did you mean 'route'? Known: route.",
    ]);
  });

  test('nothing where two stages share a state and conditions choose', () => {
    const moving = { name: 'waiting by itself', states: ['moving'], if: 'is brought' };
    expect(found({ locales: plain, trails: { route: { ...route, stages: [...route.stages, moving] } } })).toEqual([]);
  });
});

describe('of labels is told', () => {
  test('a stage or trail that does not exist, and what is no text', () => {
    const own = { route: { ...labels.route, nwe: 'x', paid: 7, given: ' ' }, order: { new: 'x' } };
    expect(found({ locales: { en: { templates: { notice: { sms: 'x' } }, trails: own } }, trails })).toEqual([
      "invalid-value | *, locale 'en', trails.route | expected one line of plain text for 'paid', got number 7.",
      "invalid-value | *, locale 'en', trails.route | expected one line of plain text for 'given', got ' '.",
      "unknown-state | *, locale 'en', trails.route | unknown stage 'nwe'. Did you mean 'new'? Known: new, paid, packing, moving, waiting, given.",
      "unknown-machine | *, locale 'en', trails.order | unknown trail 'order'. Known: route.",
    ]);
  });

  test('one that is missing in the language of a text that shows the trail, by itself or in a partial', () => {
    const { given: _, ...some } = labels.route;
    const notice = { sms: '{{> steps}}' };
    const locales = {
      en: { templates: { notice }, trails: labels, partials: { steps: '\n{{#trail}}{{label}}{{/trail}}' } },
      'en-GB': { templates: { notice } },
      ru: { templates: { notice }, trails: { route: some } },
    };
    expect(found({ locales, trails })).toEqual([
      "missing-value | *, locale 'en', partial 'steps', line 2 | {{#trail}}: locale 'ru' has no label for 'given' of 'route'. Add trails: { route: { 'given': '...' } } to it. Included by templates 'parcel', locale 'ru', 'notice', sms.",
    ]);
  });

  test('nothing in a language that shows no trail', () => {
    expect(
      found({ locales: { ...english('{{#trail}}{{label}}{{/trail}}'), ru: { templates: { notice: { sms: 'x' } } } }, trails }),
    ).toEqual([]);
  });
});

describe('of a text is told', () => {
  const told = (sms: string, own: object = trails) =>
    found({ locales: english(sms), trails: own }).map((line) => line.split(' | ')[2]);

  test.each([
    ["{{#trail 'rout'}}x{{/trail}}", "{{#trail}}: unknown trail 'rout'. Did you mean 'route'? Known: route."],
    [
      '{{#trail no}}x{{/trail}}',
      "a trail must be called by the name of its machine, so that it can be checked: {{#trail 'order'}}.",
    ],
    ["{{#trail 'route' 'x'}}x{{/trail}}", "{{#trail}} takes the name of a machine, or nothing: {{#trail 'order'}}."],
    ['{{#trail a=1}}x{{/trail}}', "{{#trail}} takes the name of a machine, or nothing: {{#trail 'order'}}."],
    ['{{trail}}', "'trail' is a block: write {{#trail}} ... {{/trail}}."],
    [
      '{{#trail}}{{lable}}{{/trail}}',
      "unknown variable 'lable'. Did you mean 'label'? Known: name, label, status, passed, current, later, skipped.",
    ],
    [
      '{{#trail}}{{no}}{{/trail}}',
      "unknown variable 'no'. The root has it: write '@root.no'. Known: name, label, status, passed, current, later, skipped.",
    ],
    ['{{#trail}}x{{else}}{{nmo}}{{/trail}}', "unknown variable 'nmo'. Did you mean 'no'?"],
  ])('%s', (sms, message) => {
    expect(told(sms).map((line) => line?.slice(0, message.length))).toEqual([message]);
  });

  test('that a set declares no trail', () => {
    expect(found({ locales: { en: { templates: { notice: { sms: '{{#trail}}x{{/trail}}' } } } } })).toEqual([
      "missing-value | *, locale 'en', 'notice', sms, line 1 | {{#trail}}: this set declares no trail. Add trails: { order: { stages: ['new', 'paid'], hidden: ['cancelled'] } } beside its locales.",
    ]);
  });
});

test('visited states that are internal would be missing in what customers are told', () => {
  const set = {
    lifecycle: 'order',
    defaultLocale: 'en',
    locales: { en: { templates: {} } },
    trails: { order: { stages: ['placed', 'packed'], visited: 'labels.grade' } },
  };
  expect(checkTemplates(order.model, [], set).problems.map(({ code, place }) => [code, place])).toContainEqual([
    'internal-path',
    "templates 'order', trails.order, visited",
  ]);
});
