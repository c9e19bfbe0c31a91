# terraform test: what an environment would be, with a provider that makes nothing.
mock_provider "aws" {
  mock_resource "aws_eks_cluster" {
    defaults = { identity = [{ oidc = [{ issuer = "https://oidc.example/id/1" }] }] }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      id  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mock"
      arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mock"
    }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::backups" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
}

variables {
  environment        = "production"
  cidr               = "10.20.0.0/16"
  zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  nat_per_zone       = true
  kubernetes_version = "1.34"
  instance_type      = "m6i.large"
  nodes              = { min = 3, max = 6 }
  database           = { instance_class = "db.m6g.large", storage_gb = 100, multi_az = true, backup_days = 35 }
  redis              = { node_type = "cache.t4g.small", nodes = 2 }
  keep_backups_days  = 365
  passwords          = { database = "secret", first_key = "bk_secret", session_secret = "secret" }
}

run "network" {
  module { source = "../networking" }
  variables { name = "bindery-production" }

  assert {
    condition     = length(distinct([for subnet in aws_subnet.private : subnet.availability_zone])) == 3
    error_message = "private subnets stand in every zone"
  }
  assert {
    condition     = alltrue([for subnet in aws_subnet.private : subnet.map_public_ip_on_launch != true])
    error_message = "nothing in a private subnet has a public address"
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "a zone does not depend on the gateway of another one"
  }
  assert {
    condition = alltrue([
      for rule in aws_vpc_security_group_ingress_rule.data :
      contains(aws_subnet.private[*].cidr_block, rule.cidr_ipv4) && contains([5432, 6379], rule.from_port)
    ])
    error_message = "database and Redis are reached from private subnets only, at their ports"
  }
}

run "network_that_costs_less" {
  module { source = "../networking" }
  variables {
    name         = "bindery-staging"
    nat_per_zone = false
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.to_nat) == 3
    error_message = "all zones share one gateway"
  }
}

run "data" {
  module { source = "../database" }
  variables {
    name              = "bindery-production"
    subnet_ids        = ["subnet-1", "subnet-2"]
    security_group_id = "sg-1"
    password_version  = 1
  }
  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "the database is encrypted, and private"
  }
  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.backup_retention_period == 35
    error_message = "production outlives a zone, and a mistake of last month"
  }
  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "the database is not deleted by mistake"
  }
  assert {
    condition     = aws_db_instance.this.password == null
    error_message = "no password stands in the state"
  }
  assert {
    condition     = one(aws_db_parameter_group.this.parameter).name == "rds.force_ssl"
    error_message = "connections are encrypted"
  }
  assert {
    condition = alltrue([
      aws_elasticache_replication_group.this.at_rest_encryption_enabled,
      aws_elasticache_replication_group.this.transit_encryption_enabled,
      aws_elasticache_replication_group.this.automatic_failover_enabled,
    ])
    error_message = "Redis is encrypted, and outlives a node"
  }
  assert {
    condition = toset(concat([aws_secretsmanager_secret.service.name], values(aws_secretsmanager_secret.by_hand)[*].name)) == toset([
      "bindery/production/service", "bindery/production/amqp-url", "bindery/production/metrics-key",
    ])
    error_message = "the secrets are those that deploy/kubernetes fetches"
  }
}

run "cluster" {
  module { source = "../compute" }
  variables {
    name            = "bindery-production"
    subnet_ids      = ["subnet-1", "subnet-2"]
    secret_arns     = ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:one"]
    secrets_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
  }
  assert {
    condition     = !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "the cluster is managed from inside"
  }
  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].resources == toset(["secrets"])
    error_message = "secrets of the cluster are encrypted"
  }
  assert {
    condition     = tolist(jsondecode(aws_iam_role_policy.external_secrets.policy).Statement[0].Resource) == var.secret_arns
    error_message = "External Secrets reads the secrets of this environment, and no others"
  }
  assert {
    condition = jsondecode(aws_iam_role.external_secrets.assume_role_policy).Statement[0].Condition.StringEquals[
      "oidc.example/id/1:sub"
    ] == "system:serviceaccount:external-secrets:external-secrets"
    error_message = "one service account takes on the role"
  }
  assert {
    condition     = aws_launch_template.nodes.metadata_options[0].http_tokens == "required"
    error_message = "nodes show their credentials to nobody who asks without a token"
  }
  assert {
    condition     = jsondecode(aws_eks_addon.cni.configuration_values).enableNetworkPolicy == "true"
    error_message = "network policies are enforced"
  }
}

run "backups" {
  module { source = "../storage" }
  variables {
    name              = "bindery-production"
    namespace         = "bindery-production"
    keep_days         = 365
    oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1"
    oidc_issuer       = "oidc.example/id/1"
  }
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.backups.block_public_acls,
      aws_s3_bucket_public_access_block.backups.block_public_policy,
      aws_s3_bucket_public_access_block.backups.ignore_public_acls,
      aws_s3_bucket_public_access_block.backups.restrict_public_buckets,
    ])
    error_message = "backups are nobody else's business"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.backup.policy).Statement[0].Action == "s3:PutObject"
    error_message = "who writes backups can neither read nor delete them"
  }
}

run "whole" {
  assert {
    condition     = output.cluster_name == "bindery-production"
    error_message = "names follow the environment"
  }
}

run "unknown_environment" {
  command = plan
  variables { environment = "test" }
  expect_failures = [var.environment]
}
