// timonel/verdict/v1: the contract between the graders and everything that shows, stores or sends a mark.
import { z } from 'zod'

/** One observed fact: what was expected of which field of which object, and what the cluster said. */
export const evidenceSchema = z.object({
  /** `v1/PersistentVolumeClaim/default/pvc-datos-mariadb`. */
  object: z.string(),
  /** `status.phase`. */
  field: z.string(),
  expected: z.string(),
  observed: z.string(),
  /** Spanish: why the cluster is as it is, with its own sentence in English where it gave one. */
  because: z.string().optional(),
})

export const checkResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Number of the `## n.` heading that it judges. */
  task: z.number().int(),
  status: z.enum(['pass', 'fail', 'error', 'skipped']),
  score: z.number().int(),
  maxScore: z.number().int(),
  message: z.string(),
  needs: z.array(z.string()).optional(),
  visibility: z.enum(['visible', 'hidden']),
  durationMs: z.number(),
  evidence: z.array(evidenceSchema).optional(),
})

export const verdictSchema = z.object({
  schema: z.literal('timonel/verdict/v1'),
  lab: z.object({ id: z.string(), hash: z.string(), title: z.string() }),
  engine: z.object({ kind: z.string(), kubernetes: z.string() }),
  learner: z.string().optional(),
  attempt: z.number().int(),
  submittedAt: z.string(),
  gradedAt: z.string(),
  clusterClock: z.string(),
  durationMs: z.number(),
  source: z.enum(['ci', 'self']),
  /** Of the cluster when judging began; '' when it did not answer. */
  resourceVersion: z.string(),
  status: z.enum(['pass', 'fail', 'error']),
  message: z.string().optional(),
  score: z.number().int(),
  maxScore: z.number().int(),
  hintsUsed: z.number().int(),
  solutionSeen: z.boolean(),
  checks: z.array(checkResultSchema),
})

export type Evidence = z.infer<typeof evidenceSchema>
export type CheckResult = z.infer<typeof checkResultSchema>
export type Verdict = z.infer<typeof verdictSchema>
