// `timonel list`: the labs, by module.
import { loadCatalogue } from '../../course/catalogue.ts'
import { defineCommand, jsonOption } from '../command.ts'
import { courseRoot } from '../course-root.ts'

export const list = defineCommand({
  name: 'list',
  summary: 'enseña los laboratorios del curso',
  options: { json: jsonOption },
  run({ options, io }) {
    const { modules, labs } = loadCatalogue(courseRoot)
    if (options['json'] === true) {
      io.out(
        JSON.stringify(
          labs.map(({ slug, title, summary, minutes, lesson }) => ({ slug, title, summary, minutes, lesson })),
        ),
      )
      return Promise.resolve(0)
    }
    const width = Math.max(...labs.map(({ slug }) => slug.length))
    for (const { slug: module, title } of modules) {
      const own = labs.filter(({ lesson }) => lesson.startsWith(`${module}/`))
      if (own.length === 0) continue
      io.out(title)
      for (const lab of own) io.out(`  ${lab.slug.padEnd(width)}  ${lab.title} (${lab.minutes} min)`)
    }
    io.out('\nEmpieza uno con: npx timonel start <lab>')
    return Promise.resolve(0)
  },
})
