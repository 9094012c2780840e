// Judges oracle: time to start, out of the balance while it copies and back again, and never restarted for it.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { probePatience } from '../../graders/checks/probe-patience.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'arranque-con-tiempo',
    title: '`oracle` tiene de 15 a 20 minutos para arrancar (a escala: de 30 a 40 s)',
    task: 1,
    observe: probePatience({ deployment: 'oracle', probe: 'startupProbe', fromSeconds: 30, toSeconds: 40 }),
  },
  {
    id: 'oracle-arranca',
    title: '`oracle` ha arrancado y ha llegado a estar lista',
    task: 1,
    needs: ['arranque-con-tiempo'],
    // Twelve seconds to start, and twenty of a backup when one looks in the middle of it.
    withinMs: 60_000,
    observe: podsReady({ deployment: 'oracle', pods: 1 }),
  },
  {
    id: 'fuera-en-el-backup',
    title: '`oracle-service` deja de mandarle a `oracle` cuando hace su backup',
    task: 2,
    needs: ['oracle-arranca'],
    // It was ready a moment ago: its next backup is twenty seconds away at most.
    withinMs: 50_000,
    observe: serviceEndpoints({ service: 'oracle-service', ready: 0, without: { app: 'oracle' } }),
  },
  {
    id: 'dentro-al-acabar',
    title: '`oracle-service` vuelve a mandarle cuando acaba',
    task: 2,
    needs: ['fuera-en-el-backup'],
    withinMs: 60_000,
    observe: serviceEndpoints({ service: 'oracle-service', ready: 1 }),
  },
  {
    id: 'diez-minutos-sin-contestar',
    title: 'Si `oracle` lleva 10 minutos sin contestar que está viva, se reinicia (a escala: 20 s)',
    task: 3,
    needs: ['oracle-arranca'],
    observe: probePatience({ deployment: 'oracle', probe: 'livenessProbe', fromSeconds: 18, toSeconds: 22 }),
  },
  {
    id: 'sin-reinicios',
    title: 'Después de un backup entero, `oracle` no se ha reiniciado',
    task: 3,
    needs: ['dentro-al-acabar'],
    observe: containerRestarts({ deployment: 'oracle', atMost: 0 }),
  },
])
