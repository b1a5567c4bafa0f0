// What `npm test` checks, as data. `minutes` is the time limit of the whole check, after which its processes are killed.

const bin = {
  tsc: 'node_modules/typescript/bin/tsc',
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  knip: 'node_modules/knip/bin/knip.js',
  mocha: 'node_modules/mocha/bin/mocha.js',
};

/**
 * `needs`: what must exist for the check to be there. `together`: it may run beside one other check. `setUp`: a script that
 * installs what this check alone needs, outside its time limit.
 * A tool counts as one test, a suite as many as it has.
 */
export const checks = [
  tool('lint', [bin.eslint, '.', '--max-warnings=0', '--no-warn-ignored']),
  tool('types', [bin.tsc, '--noEmit', '-p', '.']),
  tool('types-webview', [bin.tsc, '--noEmit', '-p', 'webview-ui'], 'webview-ui/tsconfig.json'),
  tool('format', [bin.prettier, '--check', '--log-level=warn', '.']),
  tool('dead-code', [bin.knip, '--no-progress', '--no-config-hints']),
  // A file that only tests reach is dead too.
  tool(
    'unreached',
    [bin.knip, '--production', '--include=files', '--no-progress', '--no-config-hints'],
    'src/headless.ts',
  ),
  suite('architecture', { together: true, minutes: 3 }),
  suite('unit', { together: true, minutes: 12 }),
  suite('properties', { together: true, minutes: 12 }),
  suite('missions', { parallel: true, minutes: 20 }),
  suite('faults', { parallel: true, minutes: 25 }),
  suite('webview', { minutes: 12 }),
  suite('extension', { minutes: 15, setUp: 'scripts/setupEditor.mjs' }),
];

function tool(name, command, needs = 'package.json') {
  return { name, command, needs, isSuite: false, together: true, minutes: 10 };
}

function suite(name, { together = false, parallel = false, minutes, setUp }) {
  // Whole missions start browsers, servers and test runners side by side: what fails is tried once more, what is broken fails twice.
  const jobs = parallel ? ['--parallel', '--jobs', '2', '--timeout', '300000', '--retries', '1'] : [];
  const reporter = ['--reporter', './scripts/mocha-reporter.mjs'];
  const command = [bin.mocha, ...reporter, ...jobs, `test/${name}/**/*.test.ts`];
  return { name, command, needs: `test/${name}`, isSuite: true, together, minutes, setUp };
}
