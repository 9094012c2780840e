// Judges dos-personas: what each of them may do, by the cluster's own word, and that the claim got its volume.
import { pvPhase } from '../../graders/checks/pv-phase.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { userMay } from '../../graders/checks/user-may.ts'
import { defineGrader } from '../../graders/grader.ts'

const claims = { resource: 'persistentvolumeclaims', namespace: 'default' }
const developer = 'desarrolladora'
const apprentice = 'becaria'
/** What is granted holds at once. */
const grantedMs = 4000

export default defineGrader([
  {
    id: 'desarrolladora-crea-pvc',
    title: 'La desarrolladora puede crear PVC en `default`',
    task: 1,
    withinMs: grantedMs,
    observe: userMay({ user: developer, verb: 'create', ...claims }),
  },
  {
    id: 'desarrolladora-solo-en-default',
    title: 'La desarrolladora no puede crear PVC en otro namespace',
    task: 1,
    withinMs: grantedMs,
    needs: ['desarrolladora-crea-pvc'],
    observe: userMay({
      user: developer,
      verb: 'create',
      ...claims,
      namespace: 'kube-system',
      allowed: false,
      because: 'Un ClusterRoleBinding reparte el papel en todos los namespaces; un RoleBinding, solo en el suyo.',
    }),
  },
  {
    id: 'desarrolladora-sin-pv',
    title: 'La desarrolladora no puede crear PV',
    task: 1,
    withinMs: grantedMs,
    needs: ['desarrolladora-crea-pvc'],
    observe: userMay({
      user: developer,
      verb: 'create',
      resource: 'persistentvolumes',
      allowed: false,
      because: 'Tiene más de lo que necesita: los PV son del cluster entero, y los da de alta la administradora.',
    }),
  },
  {
    id: 'volumen1-de-alta',
    title: '`volumen1` está dado de alta, disponible o ya con pareja',
    task: 2,
    observe: pvPhase({ name: 'volumen1', phases: ['Available', 'Bound'] }),
  },
  {
    id: 'mariadb-casa',
    title: '`pvc-datos-mariadb` está `Bound` a `volumen1`',
    task: 3,
    // The binder looks at waiting claims every 15 s.
    withinMs: 30_000,
    needs: ['volumen1-de-alta'],
    observe: pvcBound({ name: 'pvc-datos-mariadb', volume: 'volumen1' }),
  },
  {
    id: 'becaria-mira',
    title: 'La becaria puede ver las PVC de `default`',
    task: 4,
    withinMs: grantedMs,
    observe: userMay({ user: apprentice, verb: 'list', ...claims }),
  },
  {
    id: 'becaria-no-toca',
    title: 'La becaria no puede crear PVC',
    task: 4,
    withinMs: grantedMs,
    needs: ['becaria-mira'],
    observe: userMay({
      user: apprentice,
      verb: 'create',
      ...claims,
      allowed: false,
      because: 'Con ese papel puede tocar, y solo tenía que mirar.',
    }),
  },
  {
    id: 'becaria-sin-secretos',
    title: 'La becaria no puede ver los Secret',
    task: 4,
    withinMs: grantedMs,
    needs: ['becaria-mira'],
    observe: userMay({
      user: apprentice,
      verb: 'get',
      resource: 'secrets',
      namespace: 'default',
      allowed: false,
      because: 'El papel view se los calla a propósito: quien ve un Secret puede entrar donde él abre.',
    }),
  },
])
