// The site's way to the course: made once by the server process (see compose.ts) and found here by every route, whatever
// copy of this module its bundle holds, also after a reload in development.
import type { Catalogue } from '../../course/catalogue.ts'
import type { Session } from '../../course/session.ts'

export interface Runtime {
  catalogue: () => Catalogue
  session: Session
}

const place = Symbol.for('timonel.runtime')
type Holder = { [place]?: Runtime }

/** Throws when the site was started without `timonel serve`. */
export function runtime(): Runtime {
  const found = (globalThis as Holder)[place]
  if (!found) throw new Error('Este sitio se arranca con `npm start` (timonel serve), no con next.')
  return found
}

export function provideRuntime(made: Runtime): void {
  ;(globalThis as Holder)[place] = made
}
