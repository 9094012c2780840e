// The two manifests of the notes that cannot be read, as they stand there.

export const nodeAffinity = `     #spec del pod:
     #nodeName: nodo-con-gpu-01 # Esto es RUINA. Si se cae el nodo, me quedo sin pod.
     nodeSelector:
       gpu: "true"              # Esto es lo más sencillo. Pero no es muy flexible. Pero en la mayoría de casos es suficiente.
       # Lo que podemos hacer es poner etiquetas en los nodos del cluster:
       # kubectl label node nodo-con-gpu-01 nodo-con-gpu-02 nodo-con-gpu-03 gpu=true
     affinity:
         nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions:
                        - key: cpu-speed
                          operator: Gt # In, NotIn, Exists, DoesNotExist, Gt, Lt
                          values:
                            - "3000"   # MHz
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 1
                    preference:
                    matchExpressions:
                    - key: cpu-speed
                        operator: Gt
                        values:
                        - "2500"
`

export const podAntiAffinity = `    #spec del pod: con etiqueta app: wordpress
    affinity:
        podAntiAffinity: # podAffinity
            #requiredDuringSchedulingIgnoredDuringExecution:
            preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
            podAffinityTerm:
                labelSelector:
                    matchExpressions:
                    - key: app
                        operator: In
                        values:
                        - wordpress
                    topologyKey: kubernetes.io/hostname
`
