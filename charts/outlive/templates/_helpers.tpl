{{- define "outlive.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "outlive.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "outlive.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "outlive.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{- define "outlive.selectorLabels" -}}
app.kubernetes.io/name: {{ include "outlive.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "outlive.labels" -}}
{{ include "outlive.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: outlive
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* labels and annotations of an object's metadata; takes (list root extra-labels extra-annotations) */}}
{{- define "outlive.metadata" -}}
{{- $root := index . 0 -}}
labels:
  {{- mergeOverwrite (include "outlive.labels" $root | fromYaml) (index . 1) | toYaml | nindent 2 }}
{{- with merge (deepCopy (index . 2)) $root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "outlive.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "outlive.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "outlive.image" -}}
{{- $registry := default .Values.image.registry .Values.global.imageRegistry -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest -}}
@{{ .Values.image.digest }}
{{- else -}}
:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- define "outlive.imagePullSecrets" -}}
{{- with concat .Values.global.imagePullSecrets .Values.imagePullSecrets -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* the Secret that holds the serving certificate as files; empty in mode self */}}
{{- define "outlive.tlsSecretName" -}}
{{- if eq .Values.tls.mode "provided" -}}
{{- .Values.tls.provided.secretName -}}
{{- else if eq .Values.tls.mode "cert-manager" -}}
{{- printf "%s-tls" (include "outlive.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/* whole seconds of a number or a duration as the configuration file takes it */}}
{{- define "outlive.seconds" -}}
{{- if or (kindIs "float64" .) (kindIs "int" .) (kindIs "int64" .) -}}
{{- int . -}}
{{- else if regexMatch "^[0-9]+$" . -}}
{{- . -}}
{{- else -}}
{{- $start := toDate "2006-01-02" "2000-01-01" -}}
{{- sub (mustDateModify . $start | unixEpoch) ($start | unixEpoch) -}}
{{- end -}}
{{- end -}}

{{/* hours of a certificate's life, which the schema takes in hours or days */}}
{{- define "outlive.hours" -}}
{{- if hasSuffix "d" . -}}
{{- mul 24 (trimSuffix "d" . | int) -}}
{{- else -}}
{{- trimSuffix "h" . -}}
{{- end -}}
{{- end -}}

{{/* the configuration file: the values below `configuration`, and what follows from the rest of the chart */}}
{{- define "outlive.configuration" -}}
{{- $read := deepCopy .Values.configuration -}}
{{- $_ := set $read "excludedNamespaces" (concat $read.excludedNamespaces (list "kube-system" "kube-node-lease") | uniq) -}}
{{- if eq .Values.tls.mode "self" -}}
{{- $names := list .Values.webhooks.name -}}
{{- $tls := dict "mode" "self" "serviceName" (include "outlive.fullname" .) "webhookConfigurations" (dict "mutating" $names "validating" $names) -}}
{{- $_ := set $read "tls" (omit (merge $tls .Values.tls.self) "restrictWrites") -}}
{{- end -}}
{{- if include "outlive.elects" . -}}
{{- $_ := set $read "reports" (dict "enabled" .Values.reports.enabled "api" .Values.reports.api "events" .Values.reports.events) -}}
{{- $_ := set $read "restart" (dict "onNewRoute" .Values.restart.onNewRoute "within" .Values.restart.within) -}}
{{- if ne .Values.tls.mode "self" -}}
{{- $_ := set $read "tls" (dict "leaseName" .Values.tls.self.leaseName) -}}
{{- end -}}
{{- end -}}
{{- if .Values.tls.clients.configMap -}}
{{- $_ := set $read.server "clientCAFile" (printf "/etc/outlive/clients/%s" .Values.tls.clients.key) -}}
{{- $_ := set $read.server "clientNames" .Values.tls.clients.names -}}
{{- end -}}
{{- toYaml $read -}}
{{- end -}}

{{/* true where one replica is elected for more than certificates */}}
{{- define "outlive.elects" -}}
{{- if or .Values.reports.enabled .Values.reports.events .Values.restart.onNewRoute -}}
true
{{- end -}}
{{- end -}}

{{- define "outlive.multiple" -}}
{{- if or (gt (int .Values.replicaCount) 1) (and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) 1)) -}}
true
{{- end -}}
{{- end -}}
