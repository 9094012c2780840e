// What the YAML files of labs/<slug>/ hold: lab.yaml, hints.yaml, and the expect.yaml of each wrong answer.
import { z } from 'zod'
import { rowSchema, slugSchema } from './row.ts'

const nodeSchema = z.strictObject({
  /** `nodo1`. */
  name: slugSchema,
  labels: z.record(z.string(), z.string()).optional(),
  /** As kubectl writes them: `gpu=true:NoSchedule`. */
  taints: z.array(z.string()).optional(),
})

/** Somebody besides the administrator. What they may do is for the seed to say, with its roles and bindings. */
const userSchema = z.strictObject({
  /** As the cluster knows them, and the name of their kubectl context: `desarrolladora`. */
  name: slugSchema,
  /** As the page calls them: «desarrolladora». */
  title: z.string().min(1),
  groups: z.array(z.string().min(1)).default([]),
  /** Names of the files, of the editor and of answers, that are theirs to apply; the rest is the administrator's. */
  files: z.array(z.string().min(1)).default([]),
})

/** lab.yaml. */
export const labSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence: what the learner will have done. */
  summary: z.string().min(1),
  /** How long it takes someone who reads it for the first time. */
  minutes: z.number().int().positive(),
  /** Rows of the notes that it shows. */
  covers: z.array(rowSchema),
  /** Labs to do before. */
  prerequisites: z.array(slugSchema).default([]),
  /** It is done with helm: `files/` holds a chart's folder, and the page has a line for helm. */
  helm: z.boolean().default(false),
  users: z.array(userSchema).default([]),
  /** The engines that it can be done on, where that is not all of them, and why: the learner reads it. */
  only: z
    .strictObject({
      engines: z.array(z.enum(['embedded', 'k3s', 'existing'])).min(1),
      /** A Spanish sentence that goes on after a colon: «necesita un cloud que alquile máquinas.» */
      because: z.string().min(1),
    })
    .optional(),
  /** The cluster that it needs. */
  cluster: z.strictObject({
    nodes: z.array(nodeSchema).min(1),
    /** An ingress controller that answers, with a default class. */
    ingress: z.boolean().default(false),
    /** A provisioner of volumes with the default StorageClass `local-path`. */
    storage: z.boolean().default(false),
    /** metrics-server: `kubectl top`, and autoscaling by what pods use. */
    metrics: z.boolean().default(false),
    /** Who gives LoadBalancer Services an address. False: nobody, until the lab installs one (MetalLB). */
    serviceLb: z.boolean().default(true),
  }),
})

const pathSchema = z.string().regex(/^\/[^\s]+$/, 'la ruta es absoluta: /usr/local/bin/programa.sh')

/** images/<name>.yaml: an image of the lab's own, made of files over busybox:1.36. */
export const imageSchema = z.strictObject({
  /** As the lab's manifests name it, with its tag: `mi-imagen-backup-mariadb:1.0`. */
  image: z.string().regex(/^[a-z0-9][a-z0-9./_-]*:[\w.-]+$/, 'el nombre lleva su etiqueta: mi-imagen:1.0'),
  /** Text by absolute path. Those that begin with `#!` can be executed. */
  files: z.record(pathSchema, z.string()),
  entrypoint: z.array(z.string()).min(1).optional(),
  command: z.array(z.string()).min(1).optional(),
  env: z.record(z.string(), z.string()).optional(),
  workdir: pathSchema.optional(),
  user: z.number().int().nonnegative().optional(),
})

/** hints.yaml: for each task, where to look, the idea, the field. None of them can be pasted. */
export const hintsSchema = z.record(
  z.string().regex(/^\d+$/, 'la clave es el número de una tarea'),
  z.tuple([z.string().min(1), z.string().min(1), z.string().min(1)], 'cada tarea lleva tres pistas'),
)

/** wrong/<why>/expect.yaml. */
export const expectSchema = z.strictObject({
  /** The tasks that it must fail, and no other (those that depend on them are skipped). */
  fails: z.array(z.number().int().positive()).min(1),
  /** What the learner has to be told: a piece of the failing check's evidence. */
  sentence: z.string().min(1),
})
