// Judges mariadb-de-fuera: what each program got by the name that it calls.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader } from '../../graders/grader.ts'

/** A name that was not there is remembered for a while, and the programs ask every second. */
const nameMs = 40_000

export default defineGrader([
  {
    id: 'mariadb-es-un-alias',
    title: '`mariadb-service` es un `ExternalName`',
    task: 1,
    observe: fieldIs({
      apiVersion: 'v1',
      kind: 'Service',
      name: 'mariadb-service',
      field: 'spec.type',
      value: 'ExternalName',
    }),
  },
  {
    id: 'wordpress-con-sus-datos',
    title: 'WordPress encuentra sus datos en `mariadb-service:3307`',
    task: 1,
    needs: ['mariadb-es-un-alias'],
    withinMs: nameMs,
    observe: serviceAnswers({ service: 'wordpress', port: 80, path: '/', contains: 'con los datos de MariaDB' }),
  },
  {
    id: 'visor-con-copias',
    title: 'El visor enseña la última copia',
    task: 2,
    withinMs: nameMs,
    observe: serviceAnswers({ service: 'visor', port: 80, path: '/', contains: 'la copia de las 2' }),
  },
])
