# One environment: network, cluster, data and backups, put together. The roots in environments/ say how large.
terraform {
  required_version = ">= 1.11" # write-only arguments keep passwords out of the state
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.100, < 6" }
  }
}

variable "environment" {
  type = string
  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "An environment is staging or production: the manifests for Kubernetes know no other."
  }
}
variable "cidr" { type = string }
variable "zones" { type = list(string) }
variable "nat_per_zone" { type = bool }
variable "kubernetes_version" { type = string }
variable "instance_type" { type = string }
variable "nodes" { type = object({ min = number, max = number }) }
variable "database" {
  type = object({ instance_class = string, storage_gb = number, multi_az = bool, backup_days = number })
}
variable "passwords" {
  description = "What modules/passwords gives; a variable, because tests cannot make ephemeral values."
  type        = object({ database = string, first_key = string, session_secret = string })
  ephemeral   = true
}
variable "password_version" {
  type    = number
  default = 1
}
variable "redis" { type = object({ node_type = string, nodes = number }) }
variable "keep_backups_days" { type = number }

locals { name = "bindery-${var.environment}" }

module "networking" {
  source       = "../networking"
  name         = local.name
  cidr         = var.cidr
  zones        = var.zones
  nat_per_zone = var.nat_per_zone
}

module "database" {
  source            = "../database"
  name              = local.name
  environment       = var.environment
  subnet_ids        = module.networking.private_subnet_ids
  security_group_id = module.networking.data_security_group_id
  database          = var.database
  redis             = var.redis
  passwords         = var.passwords
  password_version  = var.password_version
}

module "compute" {
  source             = "../compute"
  name               = local.name
  kubernetes_version = var.kubernetes_version
  subnet_ids         = module.networking.private_subnet_ids
  instance_type      = var.instance_type
  nodes              = var.nodes
  secret_arns        = module.database.secret_arns
  secrets_key_arn    = module.database.secrets_key_arn
}

module "storage" {
  source            = "../storage"
  name              = local.name
  namespace         = local.name
  keep_days         = var.keep_backups_days
  oidc_provider_arn = module.compute.oidc_provider_arn
  oidc_issuer       = module.compute.oidc_issuer
}

output "cluster_name" { value = module.compute.cluster_name }
output "external_secrets_role_arn" { value = module.compute.external_secrets_role_arn }
output "backup_bucket" { value = module.storage.bucket }
