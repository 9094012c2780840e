// What the lab page may ask of a workbench, each with the shape of what it sends.
import { z } from 'zod'
import type { Workbench } from '../../course/session.ts'

const file = z.object({ name: z.string(), text: z.string() })
const object = z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() })
const engine = z.enum(['embedded', 'k3s', 'existing']).optional()

const revision = z.number().int().positive()
const seconds = z.number().positive()
const clockOrder = z.union([
  z.strictObject({ do: z.literal('pause') }),
  z.strictObject({ do: z.literal('resume') }),
  z.strictObject({ do: z.literal('run'), seconds }),
  z.strictObject({ do: z.literal('run'), to: z.string() }),
  z.strictObject({ do: z.literal('run'), event: z.literal(true) }),
  z.strictObject({ do: z.literal('run'), until: z.object({ object: z.string(), for: z.string() }) }),
])

const traceFrom = z.union([
  z.object({ kind: z.literal('pod'), namespace: z.string(), name: z.string() }),
  z.object({ kind: z.literal('node'), name: z.string() }),
  z.object({ kind: z.literal('outside') }),
])
const traceRequest = z.object({
  to: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  host: z.string().max(253).optional(),
  path: z.string().max(2000).optional(),
  choice: z.number().int().min(0).optional(),
})

type Verb = (bench: Workbench, body: unknown) => unknown

function verb<T>(shape: z.ZodType<T>, act: (bench: Workbench, body: T) => unknown): Verb {
  return (bench, body) => act(bench, shape.parse(body))
}

export const verbs: Record<string, Verb> = {
  apply: verb(z.object({ files: z.array(file), user: z.string().optional() }), (bench, { files, user }) =>
    bench.apply(files, user),
  ),
  grade: verb(z.object({ again: z.boolean().default(false) }), async (bench, { again }) => ({
    verdict: await bench.grade(again),
    solutionOpen: bench.solutionOpen(),
  })),
  reset: verb(z.object({ engine }), async (bench, body) => {
    await bench.reset(undefined, body.engine)
  }),
  save: verb(z.object({ file }), (bench, body) => bench.save(body.file)),
  discard: verb(z.object({ name: z.string() }), (bench, { name }) => {
    bench.discard(name)
    return { files: bench.files() }
  }),
  hint: verb(z.object({ task: z.number().int() }), (bench, { task }) => ({
    ...bench.hint(task),
    solutionOpen: bench.solutionOpen(),
  })),
  solution: verb(z.object({ surrender: z.boolean() }), (bench, { surrender }) => ({
    files: bench.solution(surrender),
  })),
  read: verb(object.extend({ revision: revision.optional() }), async (bench, path) => ({
    yaml: await bench.read(objectPath(path), path.revision),
  })),
  remove: verb(object, (bench, path) => bench.remove(objectPath(path))),
  clock: verb(clockOrder, (bench, order) => bench.steer(order)),
  timeline: verb(z.object({ after: revision.optional() }), async (bench, { after }) =>
    (await bench.time()).timeline(after),
  ),
  past: verb(z.object({ revision }), async (bench, body) => ({
    items: await (await bench.time()).past(body.revision),
  })),
  undo: verb(z.object({ revision }), (bench, body) => bench.undo(body.revision)),
  placement: verb(z.object({ namespace: z.string(), name: z.string() }), (bench, pod) => bench.placement(pod)),
  machine: verb(z.object({ node: z.string() }), async (bench, { node }) => ({ on: await bench.isNodeOn(node) })),
  power: verb(z.object({ node: z.string(), on: z.boolean() }), (bench, { node, on }) => bench.switchNode(node, on)),
  trace: verb(z.object({ from: traceFrom, request: traceRequest }), async (bench, { from, request }) =>
    (await bench.traffic()).trace(from, request),
  ),
  rules: verb(z.object({ node: z.string() }), async (bench, { node }) => (await bench.traffic()).rules(node)),
  map: verb(z.object({}), async (bench) => (await bench.traffic()).map()),
  ports: verb(z.object({}), async (bench) => (await bench.traffic()).ports()),
  proxies: verb(z.object({}), async (bench) => (await bench.traffic()).proxies()),
}

function objectPath({ kind, namespace, name }: z.infer<typeof object>): Parameters<Workbench['read']>[0] {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) }
}
