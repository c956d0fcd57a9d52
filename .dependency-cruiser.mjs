// The doors between the rooms (ARCHITECTURE.md). test/architecture/doors.test.ts plants a breach of every rule below
// and sees it refused, so a rule that matches nothing cannot stand here unnoticed.
//
// `tsPreCompilationDeps` makes `import type` count too. With a TypeScript that has no JavaScript API,
// dependency-cruiser silently reads no modules: the same test counts them.

const packageNamed = (...names) => names.map((name) => `(^|/)node_modules/(@types/)?${name}/`);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment: 'shared imports nothing but itself and zod: no I/O, no clock, no framework.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', ...packageNamed('zod')] },
    },
    {
      name: 'rooms-meet-in-shared',
      comment: 'src-main, src-renderer and src-server never import one another.',
      severity: 'error',
      from: { path: '^(src-main|src-renderer|src-server)/' },
      to: { path: '^(src-main|src-renderer|src-server)/', pathNot: '^$1/' },
    },
    {
      name: 'local-store-behind-its-door',
      comment: 'rxdb and dexie are known only to src-renderer/database and src-renderer/sync.',
      severity: 'error',
      from: { path: '^(src-|shared/|tools/)', pathNot: '^src-renderer/(database|sync)/' },
      to: { path: packageNamed('rxdb', 'dexie') },
    },
    {
      name: 'postgres-behind-its-door',
      comment: 'pg is known only to src-server/database.',
      severity: 'error',
      from: { path: '^(src-|shared/|tools/)', pathNot: '^src-server/database/' },
      to: { path: packageNamed('pg') },
    },
    {
      name: 'electron-at-the-edge',
      comment:
        'electron is known only to the edge of src-main, so that the rest of main is tested without it.',
      severity: 'error',
      from: { path: '^(src-|shared/)', pathNot: '^src-main/(index\\.ts$|preload/|electron/)' },
      to: { path: packageNamed('electron') },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'A feature never imports another feature; what two need lives in ui, database or shared.',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    },
    {
      name: 'display-knows-no-till',
      comment:
        'The customer display draws a message: no store, no server, no runtime of the till is within its reach.',
      severity: 'error',
      from: { path: '^src-renderer/customer-display/' },
      to: { path: '^src-renderer/(database|sync|runtime|features|till)/', reachable: true },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Nothing outside test imports test.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'tools-stay-outside',
      comment: 'Launchers and build scripts are no part of the product; the product is no part of them.',
      severity: 'error',
      from: { path: '^(src-|shared/)' },
      to: { path: '^tools/' },
    },
    {
      name: 'tools-import-no-room',
      comment: 'tools run on the Node that is there, before anything is installed or built.',
      severity: 'error',
      from: { path: '^tools/' },
      to: { path: '^(src-|shared/)' },
    },
    {
      name: 'server-runs-on-dependencies',
      comment:
        'The server runs from source: what it imports at run time is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^(src-server|shared)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that import each other at run time cannot be read, or tested, one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?(raw|url|worker)'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|release|\\.cache|\\.evertill)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
