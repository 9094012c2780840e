import { expect, it } from 'vitest'
import { run } from './run.ts'

it('timonel --help', async () => {
  expect(await run(['--help'])).toMatchInlineSnapshot(`
    {
      "code": 0,
      "err": "",
      "out": "Timonel: Kubernetes en español, a tu ritmo, con laboratorios que se corrigen contra un cluster.

    Órdenes
      timonel serve                               arranca el sitio del curso en esta máquina (es lo que hace npm start)
      timonel list                                enseña los laboratorios del curso
      timonel start <lab>                         arranca el cluster de un laboratorio en primer plano e imprime su export KUBECONFIG=…; Ctrl-C lo para
      timonel cluster                             arranca un cluster vacío en primer plano e imprime su export KUBECONFIG=…; Ctrl-C lo para
      timonel clock [orden] [cuánto]              la hora de un cluster incorporado, y órdenes para su reloj: pause, resume, step 50min, next (el próximo hecho), to INSTANTE, until pod/web
      timonel power <nodo> off|on                 apaga o enciende la máquina de un nodo (embedded y k3s): el cluster tarda 50 s en darla por perdida
      timonel trace <desde> <hasta>               sigue un paquete salto a salto: 0 llega, 1 muere por el camino y dice dónde y por qué
      timonel netfilter <nodo>                    las reglas de un nodo, como iptables-save o con las flechas de los apuntes
      timonel ingress --nginx|--haproxy           los Ingress del cluster traducidos a nginx.conf o a haproxy.cfg
      timonel ports                               qué dirección de esta máquina lleva a cada NodePort y a cada puerto de un balanceador
      timonel grade <lab> --submission <carpeta>  arranca el laboratorio, aplica una entrega y la corrige: 0 superado, 1 no superado, 2 no se ha podido corregir
      timonel verify [lab…]                       demuestra laboratorios: sin tocar fallan, la solución pasa, cada respuesta mala falla solo donde dice; dos veces

    Cada una explica sus opciones con --help. Códigos de salida: 0 bien, 1 no superado, 2 no se ha podido hacer.
    ",
    }
  `)
})

it('without a command: the help, and it is a mistake', async () => {
  const { code, out } = await run([])
  expect(code).toBe(2)
  expect(out).toBe((await run(['--help'])).out)
})

for (const command of [
  'serve',
  'list',
  'start',
  'cluster',
  'clock',
  'power',
  'trace',
  'netfilter',
  'ingress',
  'ports',
  'grade',
  'verify',
]) {
  it(`timonel ${command} --help`, async () => {
    const { code, out } = await run([command, '--help'])
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot(`help/${command}.txt`)
  })
}
