/**
 * The fences of the project, folder by folder. The compiler keeps pure folders away from Node and the DOM; the rows
 * here keep every folder to its imports and keep whatever could make two runs of one case differ out of the pure
 * ones. Each row says why; a fence that is not tested is not there (sim/cli/fences.test.ts).
 */
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.testkit.ts'];
/** Scripts of a page: they have the DOM, and their own row of imports. */
const PAGES = ['reports/html/viewer/**', 'reports/page/**'];
const HOSTS = ['sim/cli/**', 'sim/serve/**', 'sim/fleet/**', 'reports/playground/**'];

/** Rows of no-restricted-imports: a pattern over the import's text, and the reason. */
const notHosts = {
  regex: '(^|/)(cli|serve|fleet|playground|testing)/',
  message: 'Nobody imports a host, or the door for tests.',
};
const suffix = {
  regex: String.raw`^\.{1,2}/.*(?<!\.(ts|tsx|css))$`,
  message: 'Relative imports carry their suffix, so that sources run unbuilt and built alike.',
};

/**
 * A package import is anything that is not relative, `node:` included: pure folders run in a browser tab too.
 * `allowed` are the names that may be.
 */
function onlyPackages(allowed, reason) {
  const names = allowed.length === 0 ? '' : `(?!(${allowed.join('|')})$)`;
  return { regex: `^${names}[^.]`, message: reason };
}

const importsOf = {
  std: [
    { regex: String.raw`^\.\./`, message: 'protocol/std is the bottom: it imports nothing but itself.' },
    onlyPackages([], 'protocol/std needs no packages.'),
    suffix,
  ],
  protocol: [
    {
      regex: '(^|/)(sim|scenarios|reports)/',
      message: 'protocol/ imports nothing outside itself: it can be lifted out whole.',
    },
    onlyPackages([], 'protocol/ imports nothing outside itself, packages included.'),
    suffix,
  ],
  sim: simImports([]),
  kernel: simImports(['seedrandom']),
  record: simImports(['zod']),
  testing: [
    {
      regex: '(^|/)(cli|serve|fleet|playground|reports)/',
      message: 'The door for tests runs in any host: it knows the simulator and the scenarios.',
    },
    onlyPackages(['fast-check', 'vitest'], 'The door for tests needs what tests have: fast-check and vitest.'),
    suffix,
  ],
  // Ensembles with ports are started by sim/serve, which needs sockets; all else of that door runs in any host.
  ensembles: [
    {
      regex: '(^|/)(cli|fleet|playground|reports)/',
      message: 'Ensembles for tests are those of sim/serve; no other host has a part in them.',
    },
    onlyPackages([], 'Sockets and files are the business of sim/serve.'),
    suffix,
  ],
  scenarios: [
    { regex: '(^|/)reports/', message: 'Scenarios produce results; reports read them.' },
    notHosts,
    onlyPackages(['zod'], 'scenarios/ needs no package but zod.'),
    suffix,
  ],
  viewer: [
    {
      regex: '(^|/)(protocol|scenarios|cli|serve|fleet|playground|testing)/',
      message: 'The script of a report shows recorded data; the engine comes to it as a text and runs in a worker.',
    },
    {
      regex: String.raw`(^|/)sim/(?!record/|check/)`,
      message: 'Of the simulator, reports know what was recorded and what was judged: sim/record and sim/check.',
    },
    onlyPackages([], 'The script of a report is small: no framework.'),
    suffix,
  ],
  playground: [
    {
      regex: String.raw`(^|/)(protocol|cli|serve|fleet|testing|viewer)/|(^|/)scenarios/(?!teaching/)`,
      message: 'The page shows; engine, protocol and scenarios run in its worker (engine/worker.ts).',
    },
    {
      regex: String.raw`(^|/)sim/(?!record/|check/)`,
      message: 'The page knows what its worker tells: the shapes of sim/record and sim/check.',
    },
    onlyPackages(
      ['preact', 'preact/hooks', '@preact/signals'],
      'The page has Preact and its signals; all else it draws itself.',
    ),
    suffix,
  ],
  reports: [
    notHosts,
    {
      regex: '(^|/)(viewer|page)/',
      message: 'What a page runs has the DOM: reports give it its data and know nothing of it.',
    },
    {
      regex: '(^|/)(protocol|scenarios)/',
      message: 'Reports open old files: they read recorded data and know neither protocol nor scenarios.',
    },
    {
      regex: String.raw`(^|/)sim/(?!record/|check/)`,
      message: 'Of the simulator, reports know what was recorded and what was judged: sim/record and sim/check.',
    },
    onlyPackages([], 'reports/ needs no packages: the palette and the engine bundle are handed in.'),
    suffix,
  ],
};

function simImports(packages) {
  return [
    {
      regex: String.raw`(^|/)protocol/(?!process\.ts$|std/)`,
      message: 'The simulator knows the port and protocol/std only: it runs processes that never heard of Zab.',
    },
    {
      regex: '(^|/)(scenarios|reports)/',
      message: 'scenarios/ is where protocol and simulator meet; reports read recorded data.',
    },
    notHosts,
    onlyPackages(packages, 'Packages have one place each: seedrandom in sim/kernel, zod in sim/record.'),
    suffix,
  ];
}

/** A run is a function of its case: what is not in the case may not be asked. */
const globals = [
  ['Date', 'Time is virtual: it comes with the input.'],
  ['performance', 'Time is virtual: it comes with the input.'],
  ['setTimeout', 'Timers are outputs of a process or events of the world.'],
  ['setInterval', 'Timers are outputs of a process or events of the world.'],
  ['setImmediate', 'Timers are outputs of a process or events of the world.'],
  ['queueMicrotask', 'Nothing happens later except as an event of the world.'],
  ['Promise', 'Nothing happens later except as an event of the world.'],
  ['Intl', 'Locales differ between machines.'],
  ['WeakRef', 'Garbage collection is not part of the case.'],
  ['FinalizationRegistry', 'Garbage collection is not part of the case.'],
  ['WeakMap', 'A world is reachable plain data, which a fork copies; weak entries cannot be walked.'],
  ['WeakSet', 'A world is reachable plain data, which a fork copies; weak entries cannot be walked.'],
  ['globalThis', 'Pure folders know no environment.'],
  ['process', 'Pure folders know no environment.'],
  ['console', 'Pure folders return what is to be printed.'],
  ['crypto', 'Randomness comes from addressed draws.'],
  ['fetch', 'Pure folders do no input or output.'],
].map(([name, message]) => ({ name, message }));

const engineDependent =
  'exp expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot'.split(
    ' ',
  );
const properties = [
  { object: 'Math', property: 'random', message: 'Randomness comes from addressed draws.' },
  ...engineDependent.map((property) => ({
    object: 'Math',
    property,
    message: 'Its last bits differ between JavaScript engines; a seed means the same in all of them.',
  })),
  ...['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'].map((property) => ({
    property,
    message: 'Locales differ between machines; order text by code units (protocol/std/compare.ts).',
  })),
];

const syntax = [
  [':function[async=true]', 'Nothing happens later except as an event of the world.'],
  ['AwaitExpression', 'Nothing happens later except as an event of the world.'],
  [':function[generator=true]', 'A generator hides state that a fork cannot copy.'],
  ['ForInStatement', 'for-in also walks inherited keys; use Object.keys, or a Map.'],
  ['BinaryExpression[operator="**"]', 'Its last bits differ between JavaScript engines.'],
  ['AssignmentExpression[operator="**="]', 'Its last bits differ between JavaScript engines.'],
  [
    'CallExpression[arguments.length=0] > MemberExpression.callee[property.name=/^(sort|toSorted)$/]',
    'Without a comparator numbers sort as text, and ties are left to the engine.',
  ],
  ['PropertyDefinition > PrivateIdentifier', 'A fork copies fields it can see: use TypeScript private.'],
  ['MethodDefinition > PrivateIdentifier', 'A fork copies fields it can see: use TypeScript private.'],
  ['Program > VariableDeclaration[kind=/^(let|var)$/]', 'State in a module is shared by all worlds of a process.'],
  [
    'Program > ExportNamedDeclaration > VariableDeclaration[kind=/^(let|var)$/]',
    'State in a module is shared by all worlds.',
  ],
  ['ImportExpression', 'Pure folders are one graph, known before the run.'],
].map(([selector, message]) => ({ selector, message }));

function fence(name, files, ignores = []) {
  return {
    name: `fence: ${name}`,
    files,
    ignores: [...TESTS, ...HOSTS, ...ignores],
    rules: { 'no-restricted-imports': ['error', { patterns: importsOf[name] }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'out/**', 'vitest.config.ts'] },
  {
    name: 'every file',
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A union that grows shows every place that has to know.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    name: 'pure folders',
    files: ['protocol/**/*.ts', 'sim/**/*.ts', 'scenarios/**/*.ts', 'reports/**/*.ts'],
    ignores: [...TESTS, ...HOSTS, ...PAGES, 'sim/testing/serve.ts', 'scenarios/examples/**'],
    rules: {
      'no-restricted-globals': ['error', ...globals],
      'no-restricted-properties': ['error', ...properties],
      'no-restricted-syntax': ['error', ...syntax],
    },
  },
  fence('protocol', ['protocol/**/*.ts'], ['protocol/std/**']),
  fence('std', ['protocol/std/**/*.ts']),
  fence('sim', ['sim/**/*.ts'], ['sim/kernel/**', 'sim/record/**', 'sim/testing/**']),
  fence('kernel', ['sim/kernel/**/*.ts']),
  fence('record', ['sim/record/**/*.ts']),
  fence('testing', ['sim/testing/**/*.ts'], ['sim/testing/serve.ts']),
  fence('ensembles', ['sim/testing/serve.ts']),
  fence('scenarios', ['scenarios/**/*.ts'], ['scenarios/examples/**']),
  fence('reports', ['reports/**/*.ts'], PAGES),
  fence(
    'viewer',
    PAGES.map((page) => `${page}/*.ts`),
  ),
  {
    name: 'hosts and tests',
    files: [...HOSTS.flatMap((host) => [`${host}/*.ts`, `${host}/*.tsx`]), ...TESTS],
    rules: {
      // A rejected promise nobody waits for ends a command without its exit code.
      '@typescript-eslint/no-floating-promises': 'error',
      'no-restricted-imports': ['error', { patterns: [suffix] }],
    },
  },
  {
    name: 'fence: playground',
    files: ['reports/playground/**/*.ts', 'reports/playground/**/*.tsx'],
    // The worker is where the page's engine comes from.
    ignores: [...TESTS, 'reports/playground/engine/worker.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: importsOf.playground }] },
  },
);
