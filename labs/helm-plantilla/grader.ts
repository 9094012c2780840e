// Judges helm-plantilla: one chart, two releases, each with its own name, its own values and nobody else's pods.
import { helmRelease } from '../../graders/checks/helm-release.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { servicePods } from '../../graders/checks/service-pods.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'blog-instalado',
    title: 'La release `blog` está instalada, del chart `wordpress`, y contesta con su título',
    task: 1,
    withinMs: 40_000,
    observe: async (cluster) => {
      const release = await helmRelease({ release: 'blog', chart: 'wordpress' })(cluster)
      if (release.some(({ holds }) => !holds)) return release
      const answer = { service: 'blog', port: 80, path: '/', contains: '<h1>' }
      return [...release, await serviceAnswers(answer)(cluster)]
    },
  },
  {
    id: 'blog-con-tres',
    title: 'Detrás de `blog` hay los tres pods que dicen sus valores',
    task: 2,
    needs: ['blog-instalado'],
    withinMs: 40_000,
    observe: async (cluster) => [
      await servicePods({ service: 'blog', pods: 3 })(cluster),
      await serviceEndpoints({ service: 'blog', ready: 3 })(cluster),
    ],
  },
  {
    id: 'tienda-instalada',
    title: 'Del mismo chart ha salido otra release, `tienda`',
    task: 3,
    needs: ['blog-instalado'],
    observe: helmRelease({ release: 'tienda', chart: 'wordpress' }),
  },
  {
    id: 'tienda-aparte',
    title: '`tienda` contesta con su título, y detrás solo tiene su pod',
    task: 3,
    needs: ['tienda-instalada'],
    withinMs: 40_000,
    observe: async (cluster) => [
      await servicePods({ service: 'tienda', pods: 1 })(cluster),
      await serviceEndpoints({ service: 'tienda', ready: 1 })(cluster),
      await serviceAnswers({ service: 'tienda', port: 80, path: '/', contains: 'La tienda' })(cluster),
    ],
  },
])
