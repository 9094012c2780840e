// Judges sondas: who is restarted, who is balanced to, and how long each probe waits.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { probePatience } from '../../graders/checks/probe-patience.ts'
import { probeSet } from '../../graders/checks/probe-set.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'nextcloud-listo',
    title: '`nextcloud` ha arrancado',
    task: 1,
    withinMs: 45_000,
    observe: async (cluster) => [
      await containerRestarts({ deployment: 'nextcloud', atMost: 0 })(cluster),
      await podsReady({ deployment: 'nextcloud', pods: 1 })(cluster),
    ],
    holdsForMs: 18_000,
  },
  {
    id: 'nextcloud-con-prueba-de-vida',
    title: '`nextcloud` conserva su prueba de vida',
    task: 1,
    needs: ['nextcloud-listo'],
    observe: probeSet({ deployment: 'nextcloud', probe: 'livenessProbe' }),
  },
  {
    id: 'weblogic-se-reinicia',
    title: 'Cuando `weblogic` se cuelga, Kubernetes reinicia su contenedor',
    task: 2,
    withinMs: 45_000,
    observe: containerRestarts({ deployment: 'weblogic', atLeast: 1, by: 'liveness' }),
  },
  {
    id: 'backup-fuera-del-balanceo',
    title: '`oracle-service` no manda nada a `oracle-backup` mientras hace su backup, y nadie lo reinicia',
    task: 3,
    withinMs: 45_000,
    observe: async (cluster) => [
      await containerRestarts({ deployment: 'oracle-backup', atMost: 0 })(cluster),
      await serviceEndpoints({ service: 'oracle-service', ready: 1, without: { papel: 'oracle-backup' } })(cluster),
    ],
    holdsForMs: 10_000,
  },
  {
    id: 'servicio-sigue-contestando',
    title: '`oracle-service` sigue contestando',
    task: 3,
    needs: ['backup-fuera-del-balanceo'],
    observe: serviceAnswers({ service: 'oracle-service', port: 80, path: '/listo', contains: 'lista' }),
  },
  {
    id: 'corporativo-con-15-a-20-minutos',
    title: '`oracle-corporativo` tiene entre 15 y 20 minutos para arrancar',
    task: 4,
    observe: probePatience({
      deployment: 'oracle-corporativo',
      probe: 'startupProbe',
      fromSeconds: 900,
      toSeconds: 1210,
    }),
  },
])
