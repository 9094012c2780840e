// Where the course is: the folder above this one, which holds content/ and labs/.
import { join } from 'node:path'

export const courseRoot = join(import.meta.dirname, '..')
