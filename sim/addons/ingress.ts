// The ingress controller under the names that k3s gives to its own.

/** Traefik: its class (the default one), Deployment and LoadBalancer Service, in kube-system. */
export const ingressManifests = `
apiVersion: v1
kind: ServiceAccount
metadata: {name: traefik, namespace: kube-system}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: traefik
  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
spec: {controller: traefik.io/ingress-controller}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: traefik
  namespace: kube-system
  labels: {app.kubernetes.io/name: traefik, app.kubernetes.io/instance: traefik-kube-system}
spec:
  replicas: 1
  selector:
    matchLabels: {app.kubernetes.io/name: traefik, app.kubernetes.io/instance: traefik-kube-system}
  template:
    metadata:
      labels: {app.kubernetes.io/name: traefik, app.kubernetes.io/instance: traefik-kube-system}
    spec:
      serviceAccountName: traefik
      terminationGracePeriodSeconds: 60
      containers:
      - name: traefik
        image: rancher/mirrored-library-traefik:3.5.1
        imagePullPolicy: IfNotPresent
        args:
        - --entryPoints.web.address=:8000/tcp
        - --entryPoints.websecure.address=:8443/tcp
        - --entryPoints.websecure.http.tls=true
        - --entryPoints.traefik.address=:8080/tcp
        - --ping=true
        - --providers.kubernetesingress
        - --providers.kubernetesingress.allowEmptyServices=true
        - --providers.kubernetesingress.ingressendpoint.publishedservice=kube-system/traefik
        ports:
        - {name: web, containerPort: 8000}
        - {name: websecure, containerPort: 8443}
        - {name: traefik, containerPort: 8080}
        livenessProbe: {httpGet: {path: /ping, port: 8080}, initialDelaySeconds: 2, periodSeconds: 10}
      tolerations:
      - {key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule}
---
apiVersion: v1
kind: Service
metadata:
  name: traefik
  namespace: kube-system
  labels: {app.kubernetes.io/name: traefik, app.kubernetes.io/instance: traefik-kube-system}
spec:
  type: LoadBalancer
  selector: {app.kubernetes.io/name: traefik, app.kubernetes.io/instance: traefik-kube-system}
  ports:
  - {name: web, port: 80, targetPort: web}
  - {name: websecure, port: 443, targetPort: websecure}
`
