# PostgreSQL, and Redis for the rate limit; their addresses and passwords go to Secrets Manager, and not into Terraform's state.
variable "name" { type = string }
variable "environment" { type = string }
variable "subnet_ids" { type = list(string) }
variable "security_group_id" { type = string }
variable "database" {
  type = object({ instance_class = string, storage_gb = number, multi_az = bool, backup_days = number })
}
variable "redis" {
  type = object({ node_type = string, nodes = number })
}
variable "password_version" {
  description = "Count it up to make a new password; restart the replicas afterwards."
  type        = number
}

variable "passwords" {
  description = "Of the database, the first admin key of the registry, and what its sessions are signed with."
  type        = object({ database = string, first_key = string, session_secret = string })
  ephemeral   = true
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name   = var.name
  family = "postgres17"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "this" {
  identifier                   = var.name
  engine                       = "postgres"
  engine_version               = "17"
  instance_class               = var.database.instance_class
  allocated_storage            = var.database.storage_gb
  max_allocated_storage        = 4 * var.database.storage_gb
  storage_type                 = "gp3"
  storage_encrypted            = true
  db_name                      = "bindery"
  username                     = "bindery"
  password_wo                  = var.passwords.database
  password_wo_version          = var.password_version
  db_subnet_group_name         = aws_db_subnet_group.this.name
  parameter_group_name         = aws_db_parameter_group.this.name
  vpc_security_group_ids       = [var.security_group_id]
  publicly_accessible          = false
  multi_az                     = var.database.multi_az
  backup_retention_period      = var.database.backup_days
  copy_tags_to_snapshot        = true
  deletion_protection          = true
  skip_final_snapshot          = false
  final_snapshot_identifier    = "${var.name}-final"
  performance_insights_enabled = true
  auto_minor_version_upgrade   = true
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

# It holds counters only, and no password, which would stand in Terraform's state: the security group says who may ask.
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "Rate limits of Bindery"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = var.redis.node_type
  num_cache_clusters         = var.redis.nodes
  automatic_failover_enabled = var.redis.nodes > 1
  multi_az_enabled           = var.redis.nodes > 1
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [var.security_group_id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}

resource "aws_kms_key" "secrets" {
  description         = "Secrets of ${var.name}"
  enable_key_rotation = true
}

resource "aws_secretsmanager_secret" "service" {
  name       = "bindery/${var.environment}/service"
  kms_key_id = aws_kms_key.secrets.arn
}

resource "aws_secretsmanager_secret_version" "service" {
  secret_id = aws_secretsmanager_secret.service.id
  secret_string_wo = jsonencode({
    database-url = join("", [
      "postgresql+asyncpg://bindery:", var.passwords.database,
      "@", aws_db_instance.this.address, ":5432/bindery?ssl=require",
    ])
    redis-url      = "rediss://${aws_elasticache_replication_group.this.primary_endpoint_address}:6379"
    first-key      = var.passwords.first_key
    session-secret = var.passwords.session_secret
  })
  secret_string_wo_version = var.password_version
}

# Filled by hand: the broker's address, and the key that Prometheus shows (docs/how-to/kubernetes.md).
resource "aws_secretsmanager_secret" "by_hand" {
  for_each   = toset(["amqp-url", "metrics-key"])
  name       = "bindery/${var.environment}/${each.key}"
  kms_key_id = aws_kms_key.secrets.arn
}

output "secret_arns" {
  value = concat([aws_secretsmanager_secret.service.arn], [for secret in aws_secretsmanager_secret.by_hand : secret.arn])
}
output "secrets_key_arn" { value = aws_kms_key.secrets.arn }
