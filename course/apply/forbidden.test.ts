// The server's sentences of what is not allowed, and ours.
import { expect, it } from 'vitest'
import { forbiddenSentence } from './forbidden.ts'

it.each([
  [
    'persistentvolumes "volumen1" is forbidden: User "desarrolladora" cannot get resource "persistentvolumes" in API group "" at the cluster scope',
    'A «desarrolladora» le falta permiso para «get» en persistentvolumes, en todo el cluster. Aplícalo como quien lo tenga, o dale un papel que lo permita.',
  ],
  [
    'pods "a" is forbidden: exceeded quota: cuota, requested: pods=1, used: pods=2, limited: pods=2',
    'No cabe en la cuota «cuota» del namespace: se pide pods=1, hay usado pods=2 y el máximo es pods=2.',
  ],
  [
    'pods "a" is forbidden: failed quota: cuota: must specify requests.cpu for: c',
    'La cuota «cuota» cuenta lo que se pide, y hay que decirlo: falta requests.cpu en c.',
  ],
  [
    'pods "a" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    'En este namespace (LimitRange), el máximo de cpu por Container es 1, y su limit es 2.',
  ],
  [
    'pods "a" is forbidden: minimum memory usage per Pod is 16Mi.  No request is specified',
    'En este namespace (LimitRange), el mínimo de memory por Pod es 16Mi, y no dice su request.',
  ],
  ['pods "a" is forbidden: error looking up service account default/x', undefined],
])('%s', (sentence, told) => expect(forbiddenSentence(sentence)).toBe(told))
