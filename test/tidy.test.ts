// The rules of the house, as a test: who may import whom, what may be called where, and how long a file may be.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: root,
})
  .toString()
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('sim/generated/') && file !== 'next-env.d.ts')
  .map((path) => ({ path, text: read(path) }))
  .filter((file): file is { path: string; text: string } => file.text !== undefined)

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    // Deleted in the working tree, not yet in the index.
    return undefined
  }
}

/** Room → rooms that it may import, besides itself. The longest matching prefix decides. */
const mayImport: Record<string, string[]> = {
  'sim/clock.ts': [],
  'sim/limits.ts': [],
  'sim/random.ts': [],
  'sim/generated': [],
  'sim/store': ['sim/clock.ts', 'sim/limits.ts'],
  'sim/api': ['sim/generated', 'sim/clock.ts', 'sim/limits.ts', 'sim/random.ts'],
  'sim/resources': ['sim/api', 'sim/generated', 'sim/limits.ts', 'sim/clock.ts'],
  'sim/server': [
    'sim/resources',
    'sim/store',
    'sim/api',
    'sim/generated',
    'sim/clock.ts',
    'sim/limits.ts',
    'sim/random.ts',
  ],
  'sim/client': [
    'sim/server',
    'sim/resources',
    'sim/api',
    'sim/generated',
    'sim/clock.ts',
    'sim/limits.ts',
    'sim/random.ts',
  ],
  'sim/controllers': ['sim/client', 'sim/api', 'sim/generated', 'sim/clock.ts', 'sim/limits.ts', 'sim/random.ts'],
  'sim/scheduler': ['sim/client', 'sim/api', 'sim/generated', 'sim/clock.ts', 'sim/limits.ts', 'sim/random.ts'],
  // Who reaches whom by NetworkPolicies is stated once, for the network and for the trace of a packet.
  'sim/network': [
    'traffic/policy.ts',
    'sim/client',
    'sim/api',
    'sim/generated',
    'sim/clock.ts',
    'sim/limits.ts',
    'sim/random.ts',
  ],
  // What a node answers for the API server (logs, proxy) has its contract in the server's room.
  // Which backend an Ingress gives a request is stated once, for the controller and for the translators.
  'sim/kubelet': [
    'traffic/ingress/route.ts',
    'sim/network',
    'sim/client',
    'sim/server',
    'sim/api',
    'sim/generated',
    'sim/clock.ts',
    'sim/limits.ts',
    'sim/random.ts',
  ],
  'sim/addons': ['sim/client', 'sim/api', 'sim/generated'],
  'sim/bootstrap.ts': ['sim/client', 'sim/api', 'sim/generated'],
  'sim/control': [
    'sim/scheduler',
    'sim/server',
    'sim/store',
    'sim/api',
    'sim/generated',
    'sim/clock.ts',
    'sim/limits.ts',
  ],
  'sim/machinery.ts': ['sim'],
  'sim/cluster.ts': ['sim'],
  'sim/host': ['sim'],
  providers: [],
  'providers/embedded.ts': ['sim/host', 'providers'],
  graders: ['diagnose'],
  diagnose: [],
  // One rule of what a selector takes.
  traffic: ['diagnose'],
  labs: ['graders'],
  course: ['providers', 'graders', 'labs', 'diagnose', 'traffic'],
  cli: ['course', 'graders', 'providers', 'traffic', 'app/_server'],
  // A figure of a lesson runs the node agent's own probe steps.
  app: ['course', 'diagnose', 'traffic', 'graders', 'providers', 'sim/kubelet/probes/timeline.ts'],
  scripts: ['sim', 'course', 'providers', 'graders', 'cli'],
  bench: ['sim', 'traffic', 'course', 'providers', 'graders'],
  test: ['sim', 'providers', 'graders', 'diagnose', 'traffic', 'labs', 'course', 'cli', 'app', 'scripts'],
}

/** Rooms whose own files stand apart: a plugin, an image, a check never imports its sibling. */
const apart = ['sim/scheduler/plugins', 'sim/resources', 'graders/checks', 'providers', 'labs']
const shared = /(?:^|\/)(?:index|resource|provider|kubeconfig|choose)\.ts$/

/** Lines beyond 400, each with its reason. */
const longFiles: Record<string, string> = {}

function importsOf({ path, text }: { path: string; text: string }): { from: string; to: string }[] {
  return [...text.matchAll(/(?:from|import|import\()\s*['"](\.[^'"]+)['"]/g)].map(([, target]) => ({
    from: path,
    to: relative(root, join(root, dirname(path), target!)),
  }))
}

function roomOf(path: string): string | undefined {
  return Object.keys(mayImport)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}

const tests = /\.(?:test|spec)\.tsx?$|(?:^|\/)fixture/
const allImports = files.filter(({ path }) => !tests.test(path)).flatMap(importsOf)

describe('who may import whom', () => {
  it('every import goes where the table lets it', () => {
    const wrong = allImports.filter(({ from, to }) => {
      const room = roomOf(from)
      if (!room) return false
      const allowed = [room, ...mayImport[room]!]
      return !allowed.some((target) => to === target || to.startsWith(`${target}/`))
    })
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('every file of ours is in a room', () => {
    const homeless = files.filter(({ path }) => path.includes('/') && !tests.test(path) && roomOf(path) === undefined)
    expect(homeless.map(({ path }) => path)).toEqual([])
  })

  it('siblings never import each other', () => {
    const wrong = allImports.filter(({ from, to }) =>
      apart.some((room) => dirname(from) === room && dirname(to) === room && !shared.test(from) && !shared.test(to)),
    )
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })
})

describe('what may be called where', () => {
  const banned: { what: RegExp; where: (path: string) => boolean; instead: string }[] = [
    {
      what: /\bDate\.now\(|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\(|performance\.now\(/,
      where: (path) => path.startsWith('sim/') && path !== 'sim/clock.ts' && !path.startsWith('sim/host/'),
      instead: 'sim/clock.ts',
    },
    {
      what: /\bMath\.random\(/,
      where: (path) => path.startsWith('sim/'),
      instead: 'the seeded random of sim/random.ts',
    },
    {
      what: /from ['"]node:|from ['"](?:ws|@hono\/node-server|undici)['"]/,
      where: (path) => path.startsWith('sim/') && !path.startsWith('sim/host/'),
      instead: 'web globals: a browser must be able to host the rest of sim/',
    },
    {
      what: /process\.exit\(/,
      where: (path) => path !== 'cli/main.ts' && !path.startsWith('test/'),
      instead: 'cli/main.ts',
    },
    {
      what: /from ['"]react/,
      where: (path) => !path.startsWith('app/') && !path.startsWith('test/'),
      instead: 'app/',
    },
    { what: /\b(?:TODO|FIXME|XXX)\b/, where: (path) => path !== 'test/tidy.test.ts', instead: 'doing it' },
    {
      what: /:\s*any\b|as any\b|<any>/,
      where: (path) => path !== 'test/tidy.test.ts',
      instead: 'unknown, or the type',
    },
  ]
  for (const { what, where, instead } of banned) {
    it(`${what.source} only where it belongs (else: ${instead})`, () => {
      const found = files
        .filter(({ path }) => where(path) && !tests.test(path))
        .filter(({ text }) => what.test(withoutComments(text)))
      expect(found.map(({ path }) => path)).toEqual([])
    })
  }
})

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/(?!.*\b(?:TODO|FIXME|XXX)\b).*$/gm, '')
}

describe('shape', () => {
  it('no file is longer than 400 lines', () => {
    const long = files.filter(({ path, text }) => text.split('\n').length > 401 && !longFiles[path])
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length}`)).toEqual([])
  })

  it('files are kebab-case and none is called utils, helpers, common or manager', () => {
    const misnamed = files.filter(({ path }) => {
      const name = path
        .split('/')
        .at(-1)!
        .replace(/(?:\.(?:test|spec|config|k3s|d))*\.tsx?$/, '')
      return /^(?:utils?|helpers?|common|manager)$/.test(name) || !/^\[?\[?(?:\.\.\.)?[a-z0-9-]+\]?\]?$/.test(name)
    })
    expect(misnamed.map(({ path }) => path)).toEqual([])
  })

  it('every file says on top what it is for', () => {
    const silent = files.filter(
      ({ path, text }) =>
        !tests.test(path) && !/^(?:#!.*\n)?(?:'use [a-z]+'\n+)?\/[/*]/.test(text) && !path.endsWith('.config.ts'),
    )
    expect(silent.map(({ path }) => path)).toEqual([])
  })

  it('every resource is in the registry', () => {
    const registry = read('sim/resources/index.ts') ?? ''
    const listed = files.filter(({ path }) => /^sim\/resources\/[a-z]+\.ts$/.test(path) && !shared.test(path))
    expect(
      listed.filter(({ path }) => !registry.includes(`./${path.split('/').at(-1)}'`)).map(({ path }) => path),
    ).toEqual([])
  })
})
