// What is typed wrong: a Spanish sentence with the way out, exit code 2, nothing on the standard output.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadCatalogue } from '../../course/catalogue.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-mistakes-'))
writeFileSync(join(folder, 'apuntes.txt'), 'no es YAML')
afterAll(() => rmSync(folder, { recursive: true }))

const labs = loadCatalogue(join(import.meta.dirname, '../..'))
  .labs.map(({ slug }) => slug)
  .join(', ')

const mistakes: [words: string[], says: string][] = [
  [
    ['nada'],
    'No hay una orden «nada». Las que hay: serve, list, start, cluster, clock, power, trace, netfilter, ingress, ports, grade, verify. Ayuda: timonel --help',
  ],
  [['list', '--nada'], 'No se conoce la opción --nada. Ayuda: timonel list --help'],
  [
    ['cluster', '--nodes'],
    'La opción --nodes no se ha escrito bien: ¿le falta su valor, o le sobra? Ayuda: timonel cluster --help',
  ],
  [['start'], 'Falta el laboratorio: timonel start <lab>. Los que hay: timonel list'],
  [['start', 'nada'], `No hay un laboratorio «nada».\nLos que hay: ${labs}.`],
  [['verify', 'nada'], `No hay un laboratorio «nada».\nLos que hay: ${labs}.`],
  [['grade'], 'Falta el laboratorio: timonel grade <lab> --submission <carpeta>'],
  [['grade', 'pv-y-pvc'], 'Falta la entrega: --submission CARPETA, con los YAML.'],
  [
    ['grade', 'pv-y-pvc', '--submission', 'no/existe'],
    'No existe la carpeta no/existe. Di con --submission la que tiene los YAML de la entrega.',
  ],
  [
    ['grade', 'pv-y-pvc', '--submission', join(folder, 'apuntes.txt')],
    `${join(folder, 'apuntes.txt')} no es una carpeta. Di con --submission la carpeta que tiene los YAML, no uno de ellos.`,
  ],
  [
    ['grade', 'pv-y-pvc', '--submission', folder],
    `La carpeta ${folder} no tiene ningún fichero .yaml: la entrega está vacía.`,
  ],
  [
    ['clock', 'vuela'],
    'No se sabe qué es «vuela». Lo que hay: pause, resume, step, next, to, until. Ayuda: timonel clock --help',
  ],
  [['clock', 'step'], 'Falta decir cuánto o qué: timonel clock step <tiempo>, como 90s, 50min, 2h o 1d.'],
  [['clock', 'step', 'mucho'], '«mucho» no es un tiempo: va un número y su unidad, como 90s, 50min, 2h, 1d o 1h30min.'],
  [['clock', 'to', 'mañana'], '«mañana» no es un instante: va como 2027-01-31T02:00:00Z.'],
  [
    ['trace', 'MenchuPC'],
    'Faltan los extremos: timonel trace MenchuPC app1.mi-cluster.com:80/, timonel trace pod/web mariadb-service:3307',
  ],
  [
    ['trace', 'web', 'mariadb-service:3307'],
    'De dónde sale el paquete: pod/NOMBRE, node/NOMBRE o MenchuPC. «web» no es ninguno.',
  ],
  [
    ['trace', 'pod/web', 'mariadb-service:99999'],
    'A dónde va: NOMBRE:PUERTO/RUTA, como mariadb-service:3307. «mariadb-service:99999» no lo es.',
  ],
  [['trace', 'pod/web', 'web:80', '--choice', '0'], '--choice es un número desde 1: «0» no lo es.'],
  [['netfilter'], 'Falta el nodo: timonel netfilter nodo1'],
  [['ingress'], 'Falta decir para quién: timonel ingress --nginx, o timonel ingress --haproxy.'],
  [['cluster', '--nodes', '1000'], '--nodes pide un número entero de 0 a 500, y se ha escrito «1000».'],
  [['verify', '--rounds', '0'], '--rounds pide un número entero mayor que cero, y se ha escrito «0».'],
  [['cluster', '--cluster', 'nube'], 'No hay un motor «nube». Los que hay: embedded, k3s, existing.'],
  [
    ['cluster', '--cluster', 'existing', '--kubeconfig', 'no/existe'],
    "No se puede usar el cluster del kubeconfig no/existe: ENOENT: no such file or directory, open 'no/existe'",
  ],
]

for (const [words, says] of mistakes) {
  it(`timonel ${words.join(' ').replaceAll(folder, '…')}`, async () => {
    expect(await run(words)).toEqual({ code: 2, out: '', err: `${says}\n` })
  })
}
