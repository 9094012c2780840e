// Judges nextcloud: it starts without being restarted, its liveness probe stays short, and production has the notes' numbers.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { probePatience } from '../../graders/checks/probe-patience.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

/** One number of the startup probe in production. */
function startup(field: string, value: number): Observe {
  return fieldIs({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'nextcloud-produccion',
    field: `spec.template.spec.containers.0.startupProbe.${field}`,
    value,
  })
}

export default defineGrader([
  {
    id: 'nextcloud-arranca',
    title: '`nextcloud` ha arrancado sin un solo reinicio',
    task: 1,
    withinMs: 60_000,
    observe: async (cluster) => [
      await containerRestarts({ deployment: 'nextcloud', atMost: 0 })(cluster),
      await podsReady({ deployment: 'nextcloud', pods: 1 })(cluster),
    ],
    // Longer than its liveness probe's patience: a pod without startup probe is «ready» until it is killed.
    holdsForMs: 24_000,
  },
  {
    id: 'nextcloud-vigilado',
    title: 'Si se cuelga, la prueba de vida de `nextcloud` lo reinicia en diez segundos o menos',
    task: 2,
    needs: ['nextcloud-arranca'],
    observe: probePatience({ deployment: 'nextcloud', probe: 'livenessProbe', fromSeconds: 1, toSeconds: 10 }),
  },
  {
    id: 'produccion-espera',
    title: '`nextcloud-produccion` espera 5 segundos antes de la primera prueba de arranque',
    task: 3,
    observe: startup('initialDelaySeconds', 5),
  },
  {
    id: 'produccion-periodo',
    title: '`nextcloud-produccion` hace una prueba de arranque cada 10 segundos',
    task: 3,
    observe: startup('periodSeconds', 10),
  },
  {
    id: 'produccion-fallos',
    title: '`nextcloud-produccion` da por fallido el arranque a los 300 fallos',
    task: 3,
    observe: startup('failureThreshold', 300),
  },
])
