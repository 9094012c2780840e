// Judges weblogic: the one without threads is restarted, the slow one is not, and a command tells of the one without HTTP.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { probePatience } from '../../graders/checks/probe-patience.ts'
import { defineGrader } from '../../graders/grader.ts'

/** Ten seconds until its threads are gone, and a few failures; nodes may be busy. */
const untilRestartedMs = 60_000

export default defineGrader([
  {
    id: 'weblogic-se-reinicia',
    title: 'Cuando `weblogic` se queda sin hilos, Kubernetes lo reinicia',
    task: 1,
    withinMs: untilRestartedMs,
    observe: containerRestarts({ deployment: 'weblogic', atLeast: 1, by: 'liveness' }),
  },
  {
    id: 'lento-vigilado',
    title: '`weblogic-lento` conserva su prueba de vida, igual de exigente',
    task: 2,
    observe: probePatience({ deployment: 'weblogic-lento', probe: 'livenessProbe', fromSeconds: 1, toSeconds: 8 }),
  },
  {
    id: 'lento-sin-reinicios',
    title: '`weblogic-lento` no se reinicia',
    task: 2,
    needs: ['lento-vigilado'],
    withinMs: 60_000,
    observe: async (cluster) => [
      await podsReady({ deployment: 'weblogic-lento', pods: 1 })(cluster),
      await containerRestarts({ deployment: 'weblogic-lento', atMost: 0 })(cluster),
    ],
    // Two answers that come too late, three seconds apart, and the first no sooner than the delay.
    holdsForMs: 15_000,
  },
  {
    id: 'admin-se-reinicia',
    title: 'Cuando `weblogic-admin` se queda sin hilos, Kubernetes lo reinicia',
    task: 3,
    withinMs: untilRestartedMs,
    observe: containerRestarts({ deployment: 'weblogic-admin', atLeast: 1, by: 'liveness' }),
  },
])
