// Judges carrito: how many pods answer one client's twenty requests.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'tienda-siempre-el-mismo',
    title: 'A un cliente de `tienda-service` le contesta siempre el mismo pod',
    task: 1,
    observe: serviceAnswers({ service: 'cliente', port: 80, path: '/tienda.txt', contains: 'pods distintos: 1' }),
  },
  {
    id: 'tienda-diez-minutos',
    title: 'El plazo de `tienda-service` es de 10 minutos',
    task: 2,
    needs: ['tienda-siempre-el-mismo'],
    observe: fieldIs({
      apiVersion: 'v1',
      kind: 'Service',
      name: 'tienda-service',
      field: 'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
      value: 600,
    }),
  },
  {
    id: 'catalogo-reparte',
    title: '`catalogo-service` reparte entre los tres pods',
    task: 3,
    observe: serviceAnswers({ service: 'cliente', port: 80, path: '/catalogo.txt', contains: 'pods distintos: 3' }),
  },
])
