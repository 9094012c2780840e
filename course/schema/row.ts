// The rows of the notes' coverage table, as lessons and labs name what they teach.
import { z } from 'zod'

/** `VOL-03`: three capitals, a hyphen, two digits. */
export const rowSchema = z
  .string()
  .regex(/^[A-Z]{3}-\d{2}$/, 'una fila se escribe con tres mayúsculas, guion y dos cifras: VOL-03')

/** A folder's name and a part of a URL: Spanish, lower case, hyphens. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'se escribe en minúsculas, sin tildes ni espacios, con guiones: pv-y-pvc')
