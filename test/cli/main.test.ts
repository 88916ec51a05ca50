import { expect, test } from 'vitest';
import { orderbell } from './orderbell.js';

test('without a command its use is explained, as an error', async () => {
  const { status, out, err } = await orderbell([]);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('Usage: orderbell COMMAND');
});

test.each([['--help'], ['-h'], ['help']])('%s lists the commands', async (argument) => {
  const { status, out } = await orderbell([argument]);
  expect(status).toBe(0);
  expect(out).toContain('simulate  Play a scenario file');
  expect(out).toContain('check     Check rules and templates');
});

test.each([[['simulate', '--help']], [['simulate', 'no-such-file.json', '-h']], [['help', 'simulate']]])(
  '%j explains the one command and does nothing else',
  async (args) => {
    const { status, out, err } = await orderbell(args);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('Usage: orderbell simulate FILE.json [--json]');
    expect(out).toContain('--json  One JSON object a line instead of a table.');
  },
);

test.each([['--version'], ['-v']])('%s prints the version', async (argument) => {
  expect(await orderbell([argument])).toEqual({ status: 0, out: '1.2.3\n', err: '' });
});

test.each([
  [['simulat', 'x.json'], "orderbell: unknown command 'simulat'. Did you mean 'simulate'? Known: simulate, check, import.\n"],
  [['--vresion'], "orderbell: unknown option '--vresion'. Did you mean '--version'? Known: --help, --version.\n"],
  [
    ['simulate', 'x.json', '--jsn'],
    "orderbell simulate: unknown option '--jsn'. Did you mean '--json'? Known: --json, --help.\n",
  ],
  [['simulate', 'x.json', '--json=yes'], "orderbell simulate: option '--json' takes no value.\n"],
  [['check', '--preset'], "orderbell check: option '--preset' needs a value.\n"],
  [['simulate'], 'orderbell simulate: expected one file, got 0. Usage: orderbell simulate FILE.json [--json]\n'],
  [
    ['simulate', 'a.json', 'b.json'],
    'orderbell simulate: expected one file, got 2. Usage: orderbell simulate FILE.json [--json]\n',
  ],
  [['simulate', 'a.json'], 'a.json cannot be read: there is no such file. Expected the path of a scenario file.\n'],
  [['simulate', 'test'], 'test cannot be read: it is a folder. Expected the path of a scenario file.\n'],
  [['check'], 'orderbell check: expected one module, or a preset. Usage: orderbell check CONFIG_MODULE | check --preset NAME\n'],
])('%j is refused with what to do instead', async (args, err) => {
  expect(await orderbell(args)).toEqual({ status: 1, out: '', err });
});

test('every unknown option is listed', async () => {
  const { err } = await orderbell(['simulate', '--jsn', 'x.json', '--fast']);
  expect(err.trimEnd().split('\n')).toHaveLength(2);
});
