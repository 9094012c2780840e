// Judges activo-activo: three replicas apart, all of them heard behind one name, and a budget that lets go of one.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { podsSpread } from '../../graders/checks/pods-spread.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'una-en-cada-nodo',
    title: 'Hay tres réplicas de `galera`, cada una en su nodo',
    task: 1,
    observe: podsSpread({ statefulSet: 'galera', placed: 3, nodes: 3 }),
  },
  {
    id: 'tres-listas',
    title: 'Las tres están listas',
    task: 1,
    needs: ['una-en-cada-nodo'],
    observe: podsReady({ statefulSet: 'galera', pods: 3 }),
  },
  {
    id: 'contestan-las-tres',
    title: '`cliente` ha oído a las tres detrás del Service `galera`',
    task: 2,
    withinMs: 30_000,
    observe: async (cluster) =>
      Promise.all(
        [0, 1, 2].map((ordinal) =>
          serviceAnswers({ service: 'cliente', port: 80, path: '/oidos.txt', contains: `galera-${ordinal}` })(cluster),
        ),
      ),
  },
  {
    id: 'solo-se-puede-quitar-una',
    title: 'El presupuesto `galera` deja quitar una réplica, y no más',
    task: 3,
    observe: fieldIs({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      name: 'galera',
      field: 'status.disruptionsAllowed',
      value: 1,
    }),
  },
])
