// Judges helm-valores: what is installed, with whose values, and whether it went back.
import { helmRelease } from '../../graders/checks/helm-release.ts'
import { helmRollback } from '../../graders/checks/helm-rollback.ts'
import { helmValues } from '../../graders/checks/helm-values.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

const blog = { release: 'blog' }

export default defineGrader([
  {
    id: 'blog-instalado',
    title: 'La release `blog` está instalada, del chart `wordpress`',
    task: 1,
    observe: helmRelease({ ...blog, chart: 'wordpress' }),
  },
  {
    id: 'blog-contesta',
    title: 'El servicio `blog` contesta',
    task: 1,
    needs: ['blog-instalado'],
    withinMs: 40_000,
    observe: serviceAnswers({ service: 'blog', port: 80, path: '/', contains: '<h1>' }),
  },
  {
    id: 'valores-tuyos',
    title: 'La release `blog` tiene tus valores encima de los del chart',
    task: 2,
    needs: ['blog-instalado'],
    observe: helmValues({ ...blog, values: { replicas: 3, titulo: 'El blog de la casa' } }),
  },
  {
    id: 'tres-con-tu-titulo',
    title: 'Detrás de `blog` hay tres pods, con tu título',
    task: 2,
    needs: ['valores-tuyos'],
    withinMs: 40_000,
    observe: async (cluster) => [
      await serviceEndpoints({ service: 'blog', ready: 3 })(cluster),
      await serviceAnswers({ service: 'blog', port: 80, path: '/', contains: 'El blog de la casa' })(cluster),
    ],
  },
  {
    id: 'vuelta-atras',
    title: 'Después del cambio malo, `blog` ha vuelto a una revisión anterior',
    task: 3,
    needs: ['blog-instalado'],
    observe: helmRollback({ ...blog, from: { key: 'imagen', value: 'busybox:no-existe' } }),
  },
  {
    id: 'todo-en-marcha',
    title: 'Y todos sus pods están listos',
    task: 3,
    needs: ['vuelta-atras'],
    withinMs: 40_000,
    observe: async (cluster) => {
      const { spec } = (await cluster.get<{ spec: { replicas: number } }>(
        'apps/v1',
        'Deployment',
        'blog',
        'default',
      )) ?? {
        spec: { replicas: 1 },
      }
      return podsReady({ deployment: 'blog', pods: spec.replicas })(cluster)
    },
  },
])
