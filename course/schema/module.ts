// content/<module>/module.yaml.
import { z } from 'zod'
import { slugSchema } from './row.ts'

export const moduleSchema = z.strictObject({
  /** As the notes call it: «Volúmenes persistentes». */
  title: z.string().min(1),
  /** One sentence for the home page. */
  summary: z.string().min(1),
  /** Where the notes have it, counting from 1: the order of the home page. No two modules share one. */
  position: z.number().int().positive(),
  /** Its lessons' slugs, in the order in which they are read. A module without any is not shown. */
  lessons: z.array(slugSchema),
})
