// Judges statefulset: the pods by name, the volume each of them got, and what is written in it.
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

/** One pod after the other, each with a volume to be made first. */
const inOrderMs = 90_000
const ordinals = [0, 1, 2]

/** The same look at each of the three pods. */
function each(look: (ordinal: number) => Observe): Observe {
  return async (cluster) => (await Promise.all(ordinals.map((ordinal) => look(ordinal)(cluster)))).flat()
}

export default defineGrader([
  {
    id: 'maestros-listos',
    title: 'El StatefulSet `maestro` tiene tres pods listos',
    task: 1,
    withinMs: inOrderMs,
    observe: podsReady({ statefulSet: 'maestro', pods: 3 }),
  },
  {
    id: 'maestros-con-su-pvc',
    title: 'Cada maestro tiene su PVC: `datos-maestro-0`, `-1` y `-2`',
    task: 1,
    needs: ['maestros-listos'],
    observe: each((ordinal) => pvcBound({ name: `datos-maestro-${ordinal}` })),
  },
  {
    id: 'maestros-con-lo-suyo',
    title: 'En el volumen de cada maestro está su nombre',
    task: 1,
    needs: ['maestros-con-su-pvc'],
    observe: each((ordinal) =>
      serviceAnswers({ service: `maestro-${ordinal}`, port: 80, path: '/quien.txt', contains: `maestro-${ordinal}` }),
    ),
  },
  {
    id: 'maestro-por-su-nombre',
    title: '`cliente` encuentra a `maestro-0.maestros-service`',
    task: 2,
    withinMs: 60_000,
    observe: serviceAnswers({ service: 'cliente', port: 80, path: '/respuesta.txt', contains: 'maestro-' }),
  },
  {
    id: 'data-listos',
    title: 'El StatefulSet `data` tiene tres pods listos',
    task: 3,
    withinMs: inOrderMs,
    observe: podsReady({ statefulSet: 'data', pods: 3 }),
  },
  {
    id: 'data-con-lo-suyo',
    title: 'Cada `data` ha recuperado lo que escribió en su vida anterior',
    task: 3,
    needs: ['data-listos'],
    observe: each((ordinal) =>
      serviceAnswers({
        service: `data-${ordinal}`,
        port: 80,
        path: '/quien.txt',
        contains: `data-${ordinal}, de la vida anterior`,
      }),
    ),
  },
])
