import { expect, it } from 'vitest'
import { splitTasks } from './tasks.ts'

it('cuts at the headings, and not inside fences', () => {
  const text = 'Hola\n\n## 1. Una\n\ntexto\n\n```sh\n## 2. no es una tarea\n```\n\n## 2. Otra\nfin\n'
  expect(splitTasks('tasks.mdx', text)).toEqual({
    intro: 'Hola',
    tasks: [
      { id: 1, title: 'Una', body: 'texto\n\n```sh\n## 2. no es una tarea\n```' },
      { id: 2, title: 'Otra', body: 'fin' },
    ],
  })
})

it('wants the tasks numbered from one on', () => {
  expect(() => splitTasks('tasks.mdx', '## 1. Una\n\n## 3. Otra\n')).toThrow(
    'tasks.mdx:3: «## 3. Otra» tendría que empezar por «## 2. »',
  )
  expect(() => splitTasks('tasks.mdx', 'nada')).toThrow('tasks.mdx: no hay ninguna tarea')
})
