# Outlive by Terraform's helm provider, version 3. It needs no IAM role.
resource "helm_release" "outlive" {
  name             = "outlive"
  namespace        = "outlive-system"
  create_namespace = true
  repository       = "oci://registry.example/charts"
  chart            = "outlive"
  version          = "0.1.0"
  wait             = true

  values = [yamlencode({
    image = { registry = "registry.example" }
    configuration = {
      controller = { clusterName = var.cluster_name }
    }
  })]
}

variable "cluster_name" {
  description = "The AWS Load Balancer Controller's --cluster-name"
  type        = string
}
