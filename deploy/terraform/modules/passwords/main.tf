# Random passwords that never stand in Terraform's state: whoever uses them must do so in write-only arguments.
ephemeral "aws_secretsmanager_random_password" "database" {
  password_length     = 40
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "first_key" {
  password_length     = 43
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "session" {
  password_length     = 64
  exclude_punctuation = true
}

output "database" {
  value     = ephemeral.aws_secretsmanager_random_password.database.random_password
  ephemeral = true
}

output "first_key" {
  value     = "bk_${ephemeral.aws_secretsmanager_random_password.first_key.random_password}"
  ephemeral = true
}

output "session_secret" {
  value     = ephemeral.aws_secretsmanager_random_password.session.random_password
  ephemeral = true
}
