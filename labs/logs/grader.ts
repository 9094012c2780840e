// Judges logs: what can be read with kubectl logs, and what reading it was good for.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { logContains } from '../../graders/checks/log-contains.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'facturas-en-el-log',
    title: 'Lo que escribe `facturas` sale en su log',
    task: 1,
    withinMs: 60_000,
    observe: logContains({ deployment: 'facturas', contains: 'factura emitida' }),
  },
  {
    id: 'tienda-lista',
    title: 'Los dos contenedores de `tienda` están listos',
    task: 2,
    withinMs: 60_000,
    observe: podsReady({ deployment: 'tienda', pods: 1 }),
  },
  {
    id: 'conciliacion-en-marcha',
    title: '`conciliacion` sigue en marcha',
    task: 3,
    withinMs: 60_000,
    observe: async (cluster) => [
      await podsReady({ deployment: 'conciliacion', pods: 1 })(cluster),
      await containerRestarts({ deployment: 'conciliacion', atMost: 0 })(cluster),
    ],
    // It dies three seconds after it began.
    holdsForMs: 8000,
  },
])
