terraform {
  backend "s3" {
    bucket       = "bindery-terraform" # yours
    key          = "staging.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = "eu-central-1"
  default_tags { tags = { project = "bindery", environment = "staging" } }
}

module "passwords" {
  source = "../../modules/passwords"
}

module "environment" {
  source             = "../../modules/environment"
  environment        = "staging"
  cidr               = "10.10.0.0/16"
  zones              = ["eu-central-1a", "eu-central-1b"]
  nat_per_zone       = false
  kubernetes_version = "1.34"
  instance_type      = "t3.large"
  nodes              = { min = 2, max = 4 }
  database           = { instance_class = "db.t4g.small", storage_gb = 20, multi_az = false, backup_days = 7 }
  passwords          = module.passwords
  redis              = { node_type = "cache.t4g.micro", nodes = 1 }
  keep_backups_days  = 30
}

output "environment" { value = module.environment }
