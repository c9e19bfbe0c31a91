terraform {
  backend "s3" {
    bucket       = "bindery-terraform" # yours
    key          = "production.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = "eu-central-1"
  default_tags { tags = { project = "bindery", environment = "production" } }
}

module "passwords" {
  source = "../../modules/passwords"
}

module "environment" {
  source             = "../../modules/environment"
  environment        = "production"
  cidr               = "10.20.0.0/16"
  zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  nat_per_zone       = true
  kubernetes_version = "1.34"
  instance_type      = "m6i.large"
  nodes              = { min = 3, max = 6 }
  database           = { instance_class = "db.m6g.large", storage_gb = 100, multi_az = true, backup_days = 35 }
  passwords          = module.passwords
  redis              = { node_type = "cache.t4g.small", nodes = 2 }
  keep_backups_days  = 365
}

output "environment" { value = module.environment }
